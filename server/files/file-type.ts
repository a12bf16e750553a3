/** What a file's first bytes say it is; a name or a browser's word for it is not trusted. Anything unknown is plain bytes. */
const SIGNATURES: readonly [type: string, bytes: readonly (number | undefined)[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
]

/** The media type of content by its first bytes. */
export function typeOf(start: Uint8Array): string {
  return (
    SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => byte === undefined || start[at] === byte))?.[0] ??
    'application/octet-stream'
  )
}
