/** What only a customer's page says: relations, birthdays, the printed card. */
export const customerPage = {
  'page.dealer': 'Dealer',
  'page.as_tree': 'As a tree',
  'page.as_list': 'As a list',
  'page.tree_capped': 'The first {{most}} are shown',
  'page.related_to': '{{how}} of {{who}}',
  'page.birthday_of': '{{who}}: birthday {{date}}',
  'page.birthday_soon': '{{who}}: birthday {{date}} (in {{days}} {{days, day|days}})',
  'page.birthday_today': '{{who}}: birthday today',
  'page.last_bought': 'Last {{what}} {{date}}',
  'page.printed': 'Printed {{when}}',
}
