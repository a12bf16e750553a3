import { describe, expect, it } from 'vitest'
import { pastedTable } from '../../../core/paste/pasted-table.ts'

describe('rows copied from a spreadsheet', () => {
  it('are told from a message', () => {
    expect(pastedTable('คุณแดง\n081-234-5678')).toBeUndefined()
    expect(pastedTable('คุณแดง\t081-234-5678')).toBeUndefined()
    expect(pastedTable('สวัสดีค่ะ\nขอราคา\tปั๊มน้ำ\nด้วยค่ะ')).toBeUndefined()
    expect(pastedTable('ชื่อ\tโทร\nร้านแดง\t0812345678\n')).toMatchObject({ count: 2, columns: 2, hasHead: true })
    expect(pastedTable('ร้านขาว\t0811111111\nร้านแดง\t0812345678')).toMatchObject({ count: 2, hasHead: false })
    expect(pastedTable('ชื่อ\tโทร\nร้านแดง\t(ไม่มี)\nร้านขาว\t0811111111')).toMatchObject({ count: 3, hasHead: true })
    expect(pastedTable('ร้านขาว\tเชียงใหม่\nร้านแดง\tลำปาง')).toMatchObject({ count: 2, hasHead: false })
  })

  it('keep a line end and quotation marks inside a cell', () => {
    expect(pastedTable('"9 ถ.สุขุมวิท\nบางนา"\t"ร้าน ""แดง"""\r\n3" ท่อ\t"ปั๊ม" 2 แรง')?.rows).toEqual([
      ['9 ถ.สุขุมวิท\nบางนา', 'ร้าน "แดง"'],
      ['3" ท่อ', '"ปั๊ม" 2 แรง'],
    ])
  })

  it('are counted to the last, and only the first are kept to be shown', () => {
    const table = pastedTable(Array.from({ length: 10_000 }, (_, at) => `ร้าน ${at}\t=1+${at}`).join('\n'))
    expect(table?.count).toBe(10_000)
    expect(table?.rows).toHaveLength(200)
    expect(table?.rows[1]).toEqual(['ร้าน 1', '=1+1'])
  })
})
