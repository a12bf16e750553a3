/** What a window says that is of another version than the host. */
export const version = {
  'error.client.too_old': 'หน้านี้เก่ากว่าเครื่องหลัก โหลดใหม่แล้วลองอีกครั้ง',
  'error.client.too_new': 'เครื่องหลักเก่ากว่าหน้านี้ แจ้งผู้ดูแลเครื่องหลักให้อัปเดต',
  'version.old_title_browser': 'โปรแกรมมีรุ่นใหม่แล้ว',
  'version.old_text_browser': 'หน้านี้เปิดค้างไว้ตั้งแต่ก่อนเครื่องหลักอัปเดต โหลดใหม่เพื่อใช้รุ่นเดียวกัน',
  'version.new_title_browser': 'เครื่องหลักกลับไปใช้รุ่นก่อน',
  'version.new_text_browser': 'หน้านี้ใหม่กว่าเครื่องหลัก โหลดใหม่เพื่อใช้รุ่นเดียวกัน',
  'version.old_title_desktop': 'แอปในเครื่องนี้เก่าเกินไป',
  'version.old_text_desktop': 'เครื่องหลักอัปเดตแล้ว ขอไฟล์ติดตั้งรุ่นใหม่จากคนที่ดูแลเครื่องหลัก แล้วติดตั้งในเครื่องนี้',
  'version.new_title_desktop': 'เครื่องหลักยังเป็นรุ่นเก่า',
  'version.new_text_desktop': 'แอปในเครื่องนี้ใหม่กว่าเครื่องหลัก แจ้งคนที่ดูแลเครื่องหลักให้อัปเดตก่อน แล้วกดลองอีกครั้ง',
  'version.meanwhile': 'ระหว่างนี้ใช้งานในเบราว์เซอร์ได้ที่ {{address}}',
  'version.kept': 'ข้อมูลที่บันทึกแล้วอยู่ครบ ที่พิมพ์ค้างไว้ในฟอร์มก็ยังอยู่',
  'version.reload': 'โหลดใหม่',
  'version.again': 'ลองอีกครั้ง',
  'version.this_app': 'แอปรุ่น {{version}} · API {{api}}',
  'version.this_page': 'API ของหน้านี้ {{api}}',
}
