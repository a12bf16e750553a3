import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { wordOf } from '../words.ts'
import type { OfficeIdentity } from './office-identity.ts'

const PLATFORMS = ['ios', 'android', 'windows', 'macos'] as const
type Platform = (typeof PLATFORMS)[number]
type Lang = 'th' | 'en'

/** Whose steps are shown open; undefined where the browser does not say. */
export function platformOf(agent: string): Platform | undefined {
  if (/iPhone|iPad/.test(agent)) return 'ios'
  if (/Android/.test(agent)) return 'android'
  if (/Windows/.test(agent)) return 'windows'
  return /Macintosh/.test(agent) ? 'macos' : undefined
}

type Page = { lang: Lang; platform: Platform | undefined; identity: OfficeIdentity; url: string; officeName: string }

/** The page that leads a device to trust the office: its own steps first, the other devices' folded, then on to the office. No scripts. */
export function trustPage({ lang, platform, identity, url, officeName }: Page): string {
  const say = (key: string, params: Record<string, unknown> = {}) => escaped(wordOf(lang, `trust.${key}`, params))
  const name = authorityName(identity)
  const others = PLATFORMS.filter((each) => each !== platform)
  const steps = (of: Platform) => {
    const file = of === 'ios' ? 'samphan-office.mobileconfig' : 'samphan-office.crt'
    const button = `<a class="get" href="/${file}">${say(of === 'ios' ? 'profile' : 'certificate')}</a>`
    return `<ol><li>${say(`${of}.1`)}${button}</li><li>${say(`${of}.2`, { name })}</li><li>${say(`${of}.3`, { name })}</li></ol>`
  }
  const heading = (of: Platform) => escaped(wordOf(lang, `platform.${of}`))
  const folded = (of: Platform) => `<details><summary>${heading(of)}</summary>${steps(of)}</details>`
  const other: Lang = lang === 'th' ? 'en' : 'th'
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say('title')} · ${escaped(officeName)}</title>
<style>${fonts()}${STYLE}</style>
<header><span>${escaped(officeName)}</span><a href="${other === 'en' ? '/en' : '/'}" lang="${other}" hreflang="${other}">${say('language')}</a></header>
<main>
<h1>${say('title')}</h1>
<p class="lead">${say('lead')}</p>
${platform ? `<h2>${heading(platform)}</h2>${steps(platform)}` : ''}
${platform ? '' : others.map(folded).join('\n')}
<p class="done">${say('done')}</p>
<a class="open" href="${escaped(url)}">${say('open')}</a>
<p class="small">${escaped(url)}</p>
${platform ? `<h2 class="other">${say('other')}</h2>${others.map(folded).join('\n')}` : ''}
<h2 class="other">${say('fingerprint')}</h2>
<p class="print">${identity.certificateSha256.split(':').join(' ')}</p>
<p class="small">${say('fingerprint_text')}</p>
<p class="small">${say('limits')}</p>
</main>
</html>
`
}

/** The office's certificate as a profile that iPhones and iPads install. */
export function mobileConfig(identity: OfficeIdentity, officeName: string): string {
  // The same office gives the same profile, so that installing it twice replaces it.
  const uuid = (of: string) =>
    createHash('sha256')
      .update(`${of} ${identity.keySha256}`)
      .digest('hex')
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
      .toUpperCase()
  const id = `th.samphan.office.${identity.keySha256.slice(0, 16)}`
  const entry = (key: string, value: string) => `<key>${key}</key><string>${escaped(value)}</string>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
${entry('PayloadCertificateFileName', 'samphan-office.crt')}
<key>PayloadContent</key><data>${identity.der.toString('base64')}</data>
${entry('PayloadDisplayName', authorityName(identity))}
${entry('PayloadIdentifier', `${id}.certificate`)}
${entry('PayloadType', 'com.apple.security.root')}
${entry('PayloadUUID', uuid('certificate'))}
<key>PayloadVersion</key><integer>1</integer>
</dict></array>
${entry('PayloadDisplayName', `${officeName} · ${authorityName(identity)}`)}
${entry('PayloadIdentifier', id)}
${entry('PayloadType', 'Configuration')}
${entry('PayloadUUID', uuid('profile'))}
<key>PayloadVersion</key><integer>1</integer>
</dict></plist>
`
}

/** What the system calls the certificate in its list: `Samphan office 3F9A`. */
const authorityName = (identity: OfficeIdentity): string => `Samphan office ${identity.keySha256.slice(0, 4).toUpperCase()}`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

let fontFaces: string | undefined

/** Thai letters in the product's own type, inside the page: it asks for nothing but itself. */
function fonts(): string {
  fontFaces ??= [
    { weight: 400, file: new URL('../../resources/fonts/IBMPlexSansThaiLooped_400.woff2', import.meta.url) },
    { weight: 600, file: new URL('../../resources/fonts/IBMPlexSansThaiLooped_600.woff2', import.meta.url) },
  ]
    .map(({ weight, file }) => {
      const data = readFileSync(file).toString('base64')
      return `@font-face{font-family:"IBM Plex Sans Thai Looped";font-weight:${weight};unicode-range:U+0E00-0E7F;src:url(data:font/woff2;base64,${data})}`
    })
    .join('')
  return fontFaces
}

const STYLE = `
:root{--canvas:#f3f4f6;--surface:#fff;--line:#cfd1d5;--text:#181b1f;--text2:#55585e;--ink:#2f50b1;--button:#2f50b1}
@media(prefers-color-scheme:dark){:root{--canvas:#15171b;--surface:#1c1e23;--line:#383a41;--text:#eaebee;--text2:#afb1b6;--ink:#a3bdf9;--button:#3e63ca}}
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%}
body{background:var(--surface);color:var(--text);font:400 17px/1.65 "IBM Plex Sans Thai Looped","Noto Sans Thai Looped","Thonburi","Leelawadee UI","Noto Sans Thai",system-ui,sans-serif;overflow-wrap:anywhere;text-wrap:pretty}
header{display:flex;justify-content:space-between;align-items:center;gap:16px;background:var(--canvas);padding:0 20px;min-height:48px;color:var(--text2)}
header a{padding:10px 0;flex:none}
main{max-width:640px;margin:0 auto;padding:20px 20px 48px}
h1{font-size:24px;line-height:1.4;font-weight:600}
h2{font-size:18px;font-weight:600;margin:24px 0 8px}
.lead{color:var(--text2);margin-top:8px}
a{color:var(--ink);text-underline-offset:.28em}
ol{list-style:none;counter-reset:step;padding:0}
li{counter-increment:step;position:relative;padding:8px 0 8px 44px}
li::before{content:counter(step);position:absolute;left:0;top:9px;width:30px;height:30px;line-height:28px;text-align:center;border:1px solid var(--line);border-radius:50%;font-size:15px;font-weight:600;color:var(--ink)}
.get,.open{display:flex;align-items:center;justify-content:center;min-height:48px;border-radius:8px;padding:8px 16px;text-decoration:none;font-weight:600;text-align:center}
.get{border:1px solid var(--ink);margin-top:8px}
.open{background:var(--button);color:#fff;margin-top:8px}
.done{margin-top:20px;padding-top:16px;border-top:1px solid var(--line)}
.other{margin-top:32px}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{min-height:48px;padding:10px 0;cursor:pointer;font-weight:500}
.small{font-size:15px;color:var(--text2);margin-top:8px}
.print{font-size:15px;font-variant-numeric:tabular-nums}
a:focus-visible,summary:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:4px}
`
