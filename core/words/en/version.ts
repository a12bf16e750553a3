/** What a window says that is of another version than the host. */
export const version = {
  'error.client.too_old': 'This page is older than the host. Reload it and try again',
  'error.client.too_new': 'The host is older than this page. Ask whoever keeps the host PC to update it',
  'version.old_title_browser': 'There is a new version',
  'version.old_text_browser': 'This page was open before the host was updated. Reload it to work with the same version',
  'version.new_title_browser': 'The host went back to an earlier version',
  'version.new_text_browser': 'This page is newer than the host. Reload it to work with the same version',
  'version.old_title_desktop': 'The app on this PC is too old',
  'version.old_text_desktop': 'The host was updated. Ask whoever keeps the host PC for the new installer and run it on this PC',
  'version.new_title_desktop': 'The host is still an older version',
  'version.new_text_desktop':
    'The app on this PC is newer than the host. Ask whoever keeps the host PC to update it first, then try again',
  'version.meanwhile': 'Meanwhile you can work in a browser at {{address}}',
  'version.kept': 'Everything saved is there, and so is what you were typing in a form',
  'version.reload': 'Reload',
  'version.again': 'Try again',
  'version.this_app': 'App version {{version}} · API {{api}}',
  'version.this_page': 'API of this page: {{api}}',
}
