import { formatAddress, type ThaiAddress } from '../thai/address.ts'
import { isBangkok } from '../thai/address-place.ts'

/**
 * An address as lines for an envelope, in the order of Thailand Post: house and street, sub-district and district, province;
 * the postcode stands by itself, since it has boxes of its own. Lines without content are left out.
 */
export function postalLines(address: ThaiAddress): { lines: string[]; postcode: string } {
  const { subdistrict, district, province, postcode, ...street } = address
  const first = formatAddress(street, 'th')
  const bangkok = isBangkok(province)
  const area = [subdistrict && `${bangkok ? 'แขวง' : 'ต.'}${subdistrict}`, district && `${bangkok ? 'เขต' : 'อ.'}${district}`]
    .filter(Boolean)
    .join(' ')
  const last = province ? (bangkok ? province : `จ.${province}`) : ''
  return { lines: [first, area, last].filter((line) => line !== ''), postcode: postcode ?? '' }
}
