/** What a printer tells of itself by the IEEE 1284 device id; absent values are empty. */
export type DeviceId = {
  manufacturer: string
  model: string
  commandSets: string[]
  serialNumber: string
  description: string
}

/** Firmware spells the keys long, short, or its own way (IEEE 1284-2000 names the long and the three-letter ones). */
const KEYS: Readonly<Record<string, Exclude<keyof DeviceId, 'commandSets'> | 'commandSets'>> = {
  MFG: 'manufacturer',
  MANU: 'manufacturer',
  MANUFACTURER: 'manufacturer',
  MDL: 'model',
  MODEL: 'model',
  CMD: 'commandSets',
  'COMMAND SET': 'commandSets',
  SN: 'serialNumber',
  SERN: 'serialNumber',
  SERIALNUMBER: 'serialNumber',
  DES: 'description',
  DESCRIPTION: 'description',
}

/**
 * Reads `KEY:value;KEY:value;`, without the two length bytes the USB request puts in front. Never fails: padded,
 * blank and unknown entries are common, and the first of two equal keys counts.
 */
export function parseDeviceId(text: string): DeviceId {
  const id: DeviceId = { manufacturer: '', model: '', commandSets: [], serialNumber: '', description: '' }
  for (const entry of text.replaceAll('\0', '').split(';')) {
    const colon = entry.indexOf(':')
    if (colon < 0) continue
    const name = entry.slice(0, colon).trim().toUpperCase()
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined
    const value = entry.slice(colon + 1).trim()
    if (key === undefined || value === '') continue
    if (key === 'commandSets') {
      if (id.commandSets.length === 0)
        id.commandSets = value
          .split(',')
          .map((set) => set.trim())
          .filter(Boolean)
    } else if (id[key] === '') id[key] = value
  }
  return id
}
