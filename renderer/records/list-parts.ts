import { later } from '../lib/later.tsx'

// What a list is not first drawn with. Whoever calls for one before it was fetched ahead waits for it no longer than for a screen.

/** See `condition-editor.tsx`. */
export const ConditionEditor = later(() => import('./condition-editor.tsx').then((file) => file.ConditionEditor))
/** See `colours-dialog.tsx`. */
export const ColoursDialog = later(() => import('./colours-dialog.tsx').then((file) => file.ColoursDialog))
/** See `view-dialog.tsx`. */
export const ViewDialog = later(() => import('./view-dialog.tsx').then((file) => file.ViewDialog))
/** See `bulk-forms.tsx`. */
export const AssignForm = later(() => import('./bulk-forms.tsx').then((file) => file.AssignForm))
export const TagsForm = later(() => import('./bulk-forms.tsx').then((file) => file.TagsForm))
/** See `bulk-edit-dialog.tsx`. */
export const BulkEditDialog = later(() => import('./bulk-edit-dialog.tsx').then((file) => file.BulkEditDialog))
/** See `cell-editor.tsx`. */
export const CellEditor = later(() => import('./cell-editor.tsx').then((file) => file.CellEditor))

/** See `column-menu.tsx`. */
export const ColumnMenu = later(
  () => import('./column-menu.tsx').then((file) => file.ColumnMenu),
  ({ children }) => children,
)
/** See `column-choice.tsx`. */
export const ColumnChoice = later(() => import('./column-choice.tsx').then((file) => file.ColumnChoice))

/** What a list calls for most, first. */
export const LIST_PARTS = [
  CellEditor,
  ConditionEditor,
  AssignForm,
  TagsForm,
  BulkEditDialog,
  ColumnMenu,
  ColumnChoice,
  ViewDialog,
  ColoursDialog,
]
