import { describe, expect, test } from 'vitest'
import { defaultDataFolder } from '../../../core/data-folder.ts'
import { readLaunchOptions } from '../../../electron/launch-options.ts'

describe('where the office lives', () => {
  test('on Windows beside other local programs’ data, never in the roaming profile that a network share may hold', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\somchai\\AppData\\Local', APPDATA: '\\\\server\\profiles\\somchai' }
    expect(defaultDataFolder({ platform: 'win32', home: 'C:\\Users\\somchai', env })).toBe(
      'C:\\Users\\somchai\\AppData\\Local\\Samphan\\data',
    )
  })

  test('on macOS in Application Support', () =>
    expect(defaultDataFolder({ platform: 'darwin', home: '/Users/somchai', env: {} })).toBe(
      '/Users/somchai/Library/Application Support/Samphan/data',
    ))

  test('on Linux where the desktop standard says', () => {
    expect(defaultDataFolder({ platform: 'linux', home: '/home/somchai', env: {} })).toBe('/home/somchai/.local/share/samphan')
    expect(defaultDataFolder({ platform: 'linux', home: '/home/somchai', env: { XDG_DATA_HOME: '/srv' } })).toBe('/srv/samphan')
  })
})

describe('how the app was started', () => {
  test('the data folder, port and demo reach the server, Chromium’s switches do not', () => {
    const options = readLaunchOptions(['--no-sandbox', '.', '--data', '/srv/office', '--port', '8123', '--demo', '--inspect=0'])
    expect(options).toEqual({
      dataFolder: '/srv/office',
      ownFolder: true,
      serverArgs: ['--data', '/srv/office', '--port', '8123', '--demo'],
    })
  })

  test('a port that is none means any free one', () =>
    expect(readLaunchOptions(['--data', '/srv/office', '--port', '80;rm']).serverArgs).toEqual([
      '--data',
      '/srv/office',
      '--port',
      '0',
    ]))

  test('without a folder it is the person’s own office', () => expect(readLaunchOptions([]).ownFolder).toBe(false))
})
