import { XmlScanner, xmlAttribute } from './xml-scanner.ts'

/** The number format of each cell style: its code, or the number of one of Excel's own. `stylesXml` is `xl/styles.xml`. */
export function readNumberFormats(stylesXml: string): (string | number)[] {
  const codes = new Map<number, string>()
  const formats: (string | number)[] = []
  let inCellFormats = false
  const scanner = new XmlScanner({
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true
      else if (name === 'numFmt')
        codes.set(Number(xmlAttribute(attributes, 'numFmtId')), xmlAttribute(attributes, 'formatCode') ?? '')
      else if (name === 'xf' && inCellFormats) formats.push(Number(xmlAttribute(attributes, 'numFmtId') ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
    text() {},
  })
  scanner.write(stylesXml)
  return formats.map((format) => codes.get(format as number) ?? format)
}
