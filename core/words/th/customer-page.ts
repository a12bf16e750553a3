/** What only a customer's page says: relations, birthdays, the printed card. */
export const customerPage = {
  'page.dealer': 'ตัวแทนจำหน่าย',
  'page.as_tree': 'ดูเป็นผัง',
  'page.as_list': 'ดูเป็นรายการ',
  'page.tree_capped': 'แสดง {{most}} รายแรก',
  'page.related_to': '{{how}} ของ {{who}}',
  'page.birthday_of': '{{who}} เกิด {{date}}',
  'page.birthday_soon': '{{who}} เกิด {{date}} (อีก {{days}} วัน)',
  'page.birthday_today': '{{who}} เกิดวันนี้',
  'page.last_bought': 'ล่าสุด {{what}} {{date}}',
  'page.printed': 'พิมพ์ {{when}}',
}
