import { expect, test } from './support/desktop-app.ts'

test('an office set up in the window keeps what is saved and tells the window of the change', async ({ desktop: { window } }) => {
  const office = await window.evaluate(async () => {
    const send = async (path: string, body: unknown) => {
      const reply = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: reply.status, body: await reply.json() }
    }
    const before = await (await fetch('/api/session')).json()
    const setUp = await send('/api/setup', { company: { name: 'ร้านป้าน้อย' }, language: 'th', ownerName: 'น้อย ใจดี' })
    const stream = new EventSource('/api/stream')
    await new Promise((opened) => stream.addEventListener('open', opened))
    const told = new Promise<string>((resolve) => stream.addEventListener('changed', ({ data }) => resolve(data)))
    const made = await send('/api/records/activity', { values: { type: 'task', subject: 'โทรหาลูกค้า' } })
    const heard = await told
    stream.close()
    const list = await send('/api/records/activity/list', { limit: 10 })
    return { before: before.state, setUp: setUp.status, made, heard, list }
  })
  expect(office).toMatchObject({ before: 'setup', setUp: 200, heard: expect.stringMatching(/\.\d+"$/), list: { status: 200 } })
  expect(office.made.status, JSON.stringify(office.made.body)).toBeLessThan(300)
  expect(office.list.body.rows).toHaveLength(1)
})

test('an owner who set a password signs out and in again in the window', async ({ desktop: { window } }) => {
  const states = await window.evaluate(async () => {
    const send = (method: string, path: string, body?: unknown) =>
      fetch(path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    const session = async () => (await fetch('/api/session')).json()
    await send('POST', '/api/setup', { company: { name: 'ร้านป้าน้อย' }, language: 'th', ownerName: 'น้อย ใจดี' })
    const owner = (await session()).user.id
    const states: string[] = []
    await send('POST', '/api/me/password', { next: 'ปลาทูแม่กลอง88' })
    states.push((await session()).state)
    await fetch('/api/session', { method: 'DELETE' })
    states.push((await session()).state)
    states.push(String((await send('POST', '/api/session', { userId: owner, password: 'ผิดแน่นอน99' })).ok))
    states.push(String((await send('POST', '/api/session', { userId: owner, password: 'ปลาทูแม่กลอง88' })).ok))
    states.push((await session()).state)
    return states
  })
  expect(states.slice(1)).toEqual(['sign-in', 'false', 'true', 'ready'])
})

test('a file that a screen makes is offered to be saved under its name', async ({ desktop: { app, window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  const saved = app.evaluate(
    ({ session }) =>
      new Promise<{ name: string; proposed: string | undefined }>((resolve) =>
        session.defaultSession.once('will-download', (event, item) => {
          resolve({ name: item.getFilename(), proposed: item.getSaveDialogOptions().defaultPath })
          event.preventDefault()
        }),
      ),
  )
  await window.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['ชื่อ,โทร'], { type: 'text/csv' }))
    link.download = 'ลูกค้า.csv'
    link.click()
  })
  const { name, proposed } = await saved
  expect(name).toBe('ลูกค้า.csv')
  expect(proposed).toContain('ลูกค้า.csv')
})
