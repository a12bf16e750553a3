import { describe, expect, test } from 'vitest'
import { CookieJar } from '../../../electron/cookie-jar.ts'

describe('the session of a person who signed in to the desktop app', () => {
  test('is sent with every later request, without its attributes', () => {
    const jar = new CookieJar()
    expect(jar.header()).toBeUndefined()
    jar.keep(['samphan_session=ab=c; Path=/; HttpOnly; SameSite=Strict', 'other=1'])
    expect(jar.header()).toBe('samphan_session=ab=c; other=1')
  })

  test('is replaced by a newer one', () => {
    const jar = new CookieJar()
    jar.keep(['samphan_session=1; Path=/'])
    jar.keep(['samphan_session=2; Path=/; Max-Age=60'])
    expect(jar.header()).toBe('samphan_session=2')
  })

  test.each(['samphan_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'samphan_session=; Max-Age=0'])(
    'ends with signing out: %s',
    (line) => {
      const jar = new CookieJar()
      jar.keep(['samphan_session=1; Path=/'])
      jar.keep([line])
      expect(jar.header()).toBeUndefined()
    },
  )
})
