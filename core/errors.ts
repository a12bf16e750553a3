/**
 * Every refusal the product can give: a code, its HTTP status; the words stand in `core/words` under `error.<code>`.
 * Parameters are plain values for the words' placeholders; they never hold what the reader may not see.
 */
export const ERROR_STATUS = {
  'request.invalid': 400,
  'request.too_large': 413,
  'request.too_many': 429,
  'request.wrong_type': 415,
  'request.not_found': 404,
  'request.host': 421,
  'request.origin': 403,
  'client.too_old': 426,
  'client.too_new': 426,
  'session.required': 401,
  'session.wrong_password': 401,
  'session.wait': 429,
  'session.wrong_code': 401,
  'password.weak': 422,
  'password.needed': 409,
  'user.name_taken': 409,
  'user.last_owner': 409,
  'user.owner_only': 403,
  'user.left': 409,
  'totp.needed': 401,
  'totp.wrong': 401,
  'totp.on': 409,
  'totp.own_first': 409,
  'totp.required': 403,
  'role.filter_field': 422,
  'role.filter_value': 422,
  'role.fixed': 409,
  'role.in_use': 409,
  'role.in_use_by_keys': 409,
  'access.denied': 403,
  'webhook.url': 422,
  'key.invalid': 401,
  'key.not_here': 403,
  'key.only_this_pc': 403,
  'key.read_only': 403,
  'key.too_many': 422,
  'record.not_found': 404,
  'record.stale': 409,
  'record.invalid': 422,
  'record.duplicate': 409,
  'query.invalid': 400,
  'query.too_broad': 422,
  'host.slow': 503,
  'host.stopping': 503,
  'cursor.invalid': 400,
  'idempotency.mismatch': 422,
  'idempotency.unreadable': 409,
  'setup.done': 409,
  'setup.needed': 409,
  'deal.missing_required': 422,
  'dashboard.full': 422,
  'dashboard.private_report': 422,
  'deal.wrong_stage': 422,
  'lead.converted': 409,
  'pipeline.in_use': 409,
  'choice.in_use': 409,
  'field.in_use': 409,
  'field.name_taken': 409,
  'field.limit': 422,
  'file.too_large': 413,
  'file.empty': 422,
  'file.not_found': 404,
  'file.damaged': 422,
  'import.not_ready': 409,
  'import.running': 409,
  'import.unreadable': 409,
  'import.no_columns': 422,
  'import.bad_rows': 422,
  'import.one_file': 422,
  'merge.stale': 409,
  'bulk.too_many': 422,
  'undo.done': 409,
  'undo.too_old': 409,
  'calendar.not_a_calendar': 422,
  'calendar.broken': 422,
  'calendar.too_many': 422,
  'calendar.span': 422,
  'target.changed': 409,
  'target.unknown': 422,
  'forecast.past': 422,
  'calendar.feed_limit': 422,
  'configuration.changed': 409,
  'configuration.unreadable': 409,
  'print.too_many': 422,
  'print.nothing': 422,
  'print.failed': 500,
  'backup.folder': 422,
  'backup.failed': 500,
  'backup.not_a_backup': 422,
  'backup.newer': 422,
  'backup.none_there': 404,
  'backup.files_missing': 422,
  'backup.carried': 409,
  'backup.damaged': 422,
  'backup.passphrase': 422,
  'backup.passphrase_weak': 422,
  'backup.key_missing': 409,
  'backup.target_missing': 422,
  'backup.no_space': 507,
  'backup.no_permission': 422,
  'backup.busy': 409,
  'backup.restore_cut': 500,
  'backup.look_here': 403,
  'copy.read_only': 403,
  'database.newer': 500,
  'database.collation': 500,
  'move.not_empty': 409,
  'move.same_engine': 400,
  'move.other_version': 409,
  'move.differs': 500,
  'database.locked': 500,
  'database.network_drive': 500,
  'database.read_only': 507,
  'database.checking': 503,
  'database.damaged': 503,
  'disk.full': 507,
  'disk.failed': 503,
  'sheet.empty': 422,
  'sheet.broken': 422,
  'sheet.password': 422,
  'sheet.too_large': 413,
  'sheet.too_many_rows': 422,
  'sheet.too_many_columns': 422,
  'sheet.zip_bomb': 422,
  'sheet.unknown_format': 422,
  'sheet.no_rows': 422,
  'sheet.encoding': 422,
  'sheet.no_such_sheet': 422,
  'sheet.timeout': 422,
  'sheet.not_a_table': 422,
  'sheet.line_too_long': 422,
  'import.unknown_target': 422,
  'host.not_private': 422,
  'host.no_such_address': 422,
  'host.no_address': 422,
  'host.only_here': 403,
  'setup.token': 403,
  'setup.too_many_tries': 429,
  'join.code': 403,
  'join.too_many': 429,
  'device.not_approved': 403,
  'device.not_found': 404,
  'office.not_found': 503,
  'office.key_changed': 503,
  'office.no_answer': 503,
  'command.unknown': 400,
  'command.argument': 400,
  'command.option': 400,
  'command.value': 400,
  'command.column': 400,
  'command.map': 400,
  'command.not_a_file': 400,
  'command.folder': 400,
  'command.no_office': 404,
  'command.no_batch': 404,
  'command.no_backup': 404,
  'command.needs_value': 400,
  'command.missing': 400,
  'server.unexpected': 500,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS
export type ErrorParams = Record<string, string | number | boolean | null | undefined>

/** What is wrong with one field: a code whose words stand under `field_error.<code>`. */
export type FieldProblem = { field: string; code: string; params?: ErrorParams; item?: number }

/** A refusal that the user is told about in his own words. Anything else thrown is an unexpected error. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly problems: FieldProblem[]
  readonly details: unknown

  /** `details` is sent as it is (such as the current record of a stale write), so it must already obey the reader's permissions. */
  constructor(code: ErrorCode, params: ErrorParams = {}, more: { problems?: FieldProblem[]; details?: unknown } = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.problems = more.problems ?? []
    this.details = more.details
  }

  get status(): number {
    return ERROR_STATUS[this.code]
  }
}

/** The body of every refusal over HTTP. `reference` is set on unexpected errors and stands in the log. */
export type ErrorBody = {
  code: ErrorCode
  params: ErrorParams
  problems: FieldProblem[]
  details?: unknown
  reference?: string
}
