import type { Appearance } from '../core/desktop-bridge.ts'

/** The shell's own words; the screens' words stand in `core/words`. */
export interface ShellWords {
  file: string
  quit: string
  close: string
  edit: string
  undo: string
  redo: string
  cut: string
  copy: string
  paste: string
  selectAll: string
  view: string
  reload: string
  actualSize: string
  zoomIn: string
  zoomOut: string
  fullScreen: string
  window: string
  minimize: string
  cannotStart: string
  dataInUse: string
  databaseNewer: string
  serverKeepsFalling: string
  networkDrive: string
  readOnly: string
  damaged: string
  diskFailed: string
  unexpected: string
  reference: string
}

/** The shell's words by language. */
export const shellWords: Record<Appearance['language'], ShellWords> = {
  th: {
    file: 'แฟ้ม',
    quit: 'ออกจากโปรแกรม',
    close: 'ปิดหน้าต่าง',
    edit: 'แก้ไข',
    undo: 'เลิกทำ',
    redo: 'ทำซ้ำ',
    cut: 'ตัด',
    copy: 'คัดลอก',
    paste: 'วาง',
    selectAll: 'เลือกทั้งหมด',
    view: 'มุมมอง',
    reload: 'โหลดใหม่',
    actualSize: 'ขนาดปกติ',
    zoomIn: 'ขยาย',
    zoomOut: 'ย่อ',
    fullScreen: 'เต็มจอ',
    window: 'หน้าต่าง',
    minimize: 'ย่อหน้าต่าง',
    cannotStart: 'เปิดโปรแกรมไม่ได้',
    dataInUse: 'โฟลเดอร์ข้อมูลนี้เปิดอยู่ในโปรแกรมอีกตัวหนึ่ง ปิดโปรแกรมนั้นก่อน แล้วเปิดใหม่',
    databaseNewer: 'ข้อมูลนี้เคยเปิดด้วยโปรแกรมรุ่นใหม่กว่า ติดตั้งรุ่นล่าสุดแล้วเปิดใหม่ ข้อมูลยังอยู่ครบ',
    serverKeepsFalling: 'โปรแกรมส่วนข้อมูลหยุดทำงานหลายครั้ง รีสตาร์ตเครื่องแล้วเปิดใหม่ ข้อมูลที่บันทึกแล้วยังอยู่ครบ',
    networkDrive: 'โฟลเดอร์ข้อมูลอยู่บนไดรฟ์เครือข่ายหรือโฟลเดอร์ที่ซิงก์กับคลาวด์ ย้ายไปไว้ในดิสก์ของเครื่องนี้แล้วเปิดใหม่',
    readOnly: 'เขียนลงโฟลเดอร์ข้อมูลไม่ได้ ตรวจพื้นที่ว่างของดิสก์และสิทธิ์ของโฟลเดอร์แล้วเปิดใหม่',
    damaged: 'ไฟล์ข้อมูลเสียหายจนเปิดไม่ได้ โปรแกรมไม่ได้แก้หรือลบไฟล์นั้น ให้ผู้ดูแลกู้คืนจากไฟล์สำรองล่าสุดที่ดี แล้วเปิดใหม่',
    diskFailed: 'ดิสก์ของเครื่องนี้อ่านหรือเขียนไม่ได้ รีสตาร์ตเครื่องแล้วเปิดใหม่ ถ้ายังไม่ได้ ให้ช่างตรวจดิสก์',
    unexpected: 'มีข้อผิดพลาดที่ไม่คาดคิด เปิดโปรแกรมใหม่อีกครั้ง ถ้ายังไม่ได้ ส่งข้อความด้านล่างให้ผู้ดูแล',
    reference: 'รายละเอียดสำหรับผู้ดูแล',
  },
  en: {
    file: 'File',
    quit: 'Quit',
    close: 'Close window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    reload: 'Reload',
    actualSize: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    window: 'Window',
    minimize: 'Minimize',
    cannotStart: 'Samphan cannot open',
    dataInUse: 'Another program has this data folder open. Close it, then open Samphan again.',
    databaseNewer:
      'A newer version of Samphan has opened this data. Install the latest version and open it again; the data is unharmed.',
    serverKeepsFalling:
      'The data part of the program stopped several times. Restart the PC and open it again; saved data is unharmed.',
    networkDrive:
      'The data folder lies on a network drive or in a folder synced to the cloud. Move it to a disk of this PC and open it again.',
    readOnly:
      'The data folder cannot be written. Check the free space on the disk and the rights of the folder, then open it again.',
    damaged:
      'The data file is damaged and cannot be opened. It was neither changed nor removed. Have the administrator restore the last good backup, then open it again.',
    diskFailed:
      'The disk of this PC cannot be read or written. Restart the PC and open it again; if that does not help, have the disk looked at.',
    unexpected:
      'Something unexpected went wrong. Open Samphan again; if that does not help, send the words below to the administrator.',
    reference: 'For the administrator',
  },
}

/** Why the server refused to start and what to do about it, in words; the first line of its own message stands below. */
export function refusalInWords(language: Appearance['language'], code: string, message: string): string {
  const words = shellWords[language]
  const known: Record<string, string> = {
    'database.locked': words.dataInUse,
    'database.newer': words.databaseNewer,
    'database.network_drive': words.networkDrive,
    'database.read_only': words.readOnly,
    'disk.full': words.readOnly,
    'disk.failed': words.diskFailed,
    'database.damaged': words.damaged,
    'server.keeps_falling': words.serverKeepsFalling,
  }
  return `${known[code] ?? words.unexpected}\n\n${words.reference}: ${code} — ${message.split('\n')[0]}`
}
