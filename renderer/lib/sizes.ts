/** `412 MB`, in the unit that gives the shortest number. */
export function sizeWords(bytes: number): string {
  const [value, unit] =
    bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, 'GB'] : bytes >= 1024 ** 2 ? [bytes / 1024 ** 2, 'MB'] : [bytes / 1024, 'KB']
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${unit}`
}
