// Loaded into Electron before the app: keeps the words of message boxes instead of showing them, and leaves them unanswered,
// as by a person who has not read them yet.
const { dialog } = require('electron')

globalThis.shownDialogs = []
dialog.showMessageBox = ({ message, detail }) => {
  globalThis.shownDialogs.push(`${message} ${detail}`)
  return new Promise(() => {})
}
