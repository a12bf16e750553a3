/** A list as a workbench: its columns, cells, groups, and what is done to many at once. */
export const workbench = {
  'column.menu': 'เมนูของ{{label}}',
  'column.ascending': 'เรียงน้อยไปมาก (ก–ฮ)',
  'column.descending': 'เรียงมากไปน้อย (ฮ–ก)',
  'column.left': 'ย้ายไปทางซ้าย',
  'column.right': 'ย้ายไปทางขวา',
  'column.wider': 'กว้างขึ้น',
  'column.narrower': 'แคบลง',
  'column.usual_width': 'กว้างเท่าเดิม',
  'column.pin': 'ตรึงไว้ทางซ้าย',
  'column.unpin': 'เลิกตรึง',
  'column.hide': 'ซ่อนคอลัมน์นี้',
  'keys.column_menu': 'คำสั่งของคอลัมน์',
}
