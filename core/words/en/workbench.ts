/** A list as a workbench: its columns, cells, groups, and what is done to many at once. */
export const workbench = {
  'column.menu': 'Menu of {{label}}',
  'column.ascending': 'Sort ascending (A–Z)',
  'column.descending': 'Sort descending (Z–A)',
  'column.left': 'Move left',
  'column.right': 'Move right',
  'column.wider': 'Wider',
  'column.narrower': 'Narrower',
  'column.usual_width': 'Usual width',
  'column.pin': 'Keep at the left',
  'column.unpin': 'No longer keep at the left',
  'column.hide': 'Hide this column',
  'keys.column_menu': 'Column menu',
}
