// Loaded before the server: every connection syncs as the engine would by itself, and says otherwise.
import Sqlite from 'better-sqlite3'

const { pragma } = Sqlite.prototype
Sqlite.prototype.pragma = function (text, options) {
  if (text === 'synchronous = FULL') return pragma.call(this, 'synchronous = NORMAL', options)
  return text === 'synchronous' ? 2 : pragma.call(this, text, options)
}
