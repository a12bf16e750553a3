/** What the command line says. */
export const command = {
  'command.summary': 'added {{added}} · updated {{updated}} · skipped {{skipped}} · failed {{failed}}',
  'command.tried': 'A trial only: nothing is saved.',
  'command.blocked':
    'Nothing was imported, because some rows cannot be. Mend the file, or leave those rows out with --skip-bad-rows.',
  'command.imported': 'Imported. Take all of it back with undo {{batch}}',
  'command.row': 'row {{line}} {{title}}: {{reasons}}',
  'command.more_reasons': 'and {{count}} more {{count, row|rows}}: see them with --json, or in the app’s import history',
  'command.exported': '{{rows}} {{rows, record|records}} written to {{file}}',
  'command.nothing_found': 'Nothing found',
  'command.undone': '{{undone}} undone, {{kept}} kept because somebody changed them later',
  'command.db_copied':
    'Copied and compared: {{rows}} {{rows, row|rows}}, every table as it was read. Files and keys stay in the data folder.',
  'command.backed_up': 'Backed up as {{file}} in {{folder}}',
  'command.restored': 'Restored {{name}}. What was there before is kept as {{savedAs}}',
  'command.restored_first': 'Restored {{name}}',
  'command.passphrase': 'Passphrase of the backup: ',
  'command.drill_good':
    'Restored on trial, complete: {{tables}} tables, {{rows}} {{rows, row|rows}}, {{files}} {{files, file|files}}',
  'command.drill_bad': 'The trial restore failed: do not rely on this backup. Check the disk and back up again',
  'command.audit_holds':
    'The logs are whole: {{entries}} entries, none altered ({{erased}} emptied when their time was over). Keep the next line elsewhere; --head checks against it later.',
  'command.audit_broken':
    'The logs were altered or cut, or do not follow from the head given. Keep this database as evidence before doing anything else.',
  'command.audit_fault': 'Entry {{entry}} ({{log}} {{seq}}): {{is}}',
  'command.audit_altered': 'not what was written',
  'command.audit_missing': 'missing',
  'command.audit_unlinked': 'slipped in',
  'error.command.unknown': 'There is no command “{{name}}”. There are: {{commands}}',
  'error.command.argument': 'The command {{command}} needs {{missing}}',
  'error.command.option': 'The option {{option}} cannot be used. Type --help for all of them.',
  'error.command.value': '“{{value}}” cannot be used for {{option}}. Possible: {{allowed}}',
  'error.command.column': 'The file has no column “{{column}}”. It has: {{columns}}',
  'error.command.map': 'The map {{file}} cannot be read. It must be JSON like { "Header": "field" }.',
  'error.command.not_a_file': '{{file}} is not a file. Give the file’s whole name.',
  'error.command.folder':
    'Nothing can be written to {{file}}. Check that the folder exists and can be written to, and that no other program has the file open.',
  'error.command.no_office': 'There is no Samphan data in {{folder}}. Name the data folder with --data.',
  'error.command.no_batch':
    'There is no import or change {{batch}} to undo. Its number stands in the answer of the import, and in the app’s import history.',
  'error.command.no_backup': 'There is no backup {{name}}. Give one of {{names}}, or the path of one elsewhere.',
  'error.command.needs_value': 'The option {{option}} needs a value after it.',
  'error.command.missing': 'Name a command: {{commands}}',
}
