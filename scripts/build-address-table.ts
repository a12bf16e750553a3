/**
 * Builds resources/addresses/places.json from a copy of thailand-geography-json (MIT):
 * `node scripts/run.mjs scripts/build-address-table.ts <folder with geography.json and LICENSE>`. Run once for each new edition of the data.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DistrictRow, PlaceTable, ProvinceRow } from '../core/thai/places.ts'
import { norm } from '../core/thai/text.ts'

type GeographyRow = {
  provinceCode: number
  provinceNameTh: string
  provinceNameEn: string
  districtCode: number
  districtNameTh: string
  districtNameEn: string
  subdistrictCode: number
  subdistrictNameTh: string
  subdistrictNameEn: string
  postalCode: number
}

const SNAPSHOT = '2025-06-27'
const OUTPUT = join(import.meta.dirname, '..', 'resources', 'addresses')

function nest(rows: readonly GeographyRow[]): ProvinceRow[] {
  const provinces = new Map<number, ProvinceRow>()
  const districts = new Map<number, DistrictRow>()
  for (const row of [...rows].sort((a, b) => a.subdistrictCode - b.subdistrictCode)) {
    let province = provinces.get(row.provinceCode)
    if (!province) {
      province = [row.provinceCode, norm(row.provinceNameTh), row.provinceNameEn, []]
      provinces.set(row.provinceCode, province)
    }
    let district = districts.get(row.districtCode)
    if (!district) {
      district = [row.districtCode, norm(row.districtNameTh), row.districtNameEn, []]
      districts.set(row.districtCode, district)
      province[3].push(district)
    }
    district[3].push([row.subdistrictCode, norm(row.subdistrictNameTh), row.subdistrictNameEn, row.postalCode])
  }
  return [...provinces.values()]
}

const source = process.argv[2]
if (!source) {
  process.stderr.write('usage: build-address-table.ts <folder of thailand-geography-json>\n')
  process.exit(2)
}
const rows = JSON.parse(readFileSync(join(source, 'geography.json'), 'utf8')) as GeographyRow[]
const table: PlaceTable = { snapshot: SNAPSHOT, provinces: nest(rows) }
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(join(OUTPUT, 'places.json'), `${JSON.stringify(table)}\n`)
writeFileSync(join(OUTPUT, 'LICENSE'), readFileSync(join(source, 'LICENSE')))
process.stdout.write(`${rows.length} sub-districts written\n`)
