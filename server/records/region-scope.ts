/** Whether an authority of region `authorityRegion` answers for `regionCode`: 000000 the whole country, 320000 a province, 320100 a city, else one county. */
export function regionCovers(authorityRegion: string | null, regionCode: string): boolean {
  if (authorityRegion === null) return false
  return regionCode.startsWith(authorityRegion.replace(/(00)+$/, ''))
}
