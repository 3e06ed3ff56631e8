import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { wantedElectronVersion } from '../../build/find-electron.ts'

/** The sentinel before Electron's fuse wire, as @electron/fuses looks for it in the binary. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** A folder shaped like an unpacked Electron with a real fuse wire, so that electron-builder runs without network. It cannot be run. */
export function makeElectronStub(directory: string, platform: 'linux' | 'win32'): void {
  mkdirSync(join(directory, 'resources'), { recursive: true })
  mkdirSync(join(directory, 'locales'))
  const fuseWire = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 9]), Buffer.from('101100010')])
  const program = Buffer.from('#!/bin/sh\necho "packaging stub, not Electron" >&2; exit 97\n')
  const executable = platform === 'win32' ? 'electron.exe' : 'electron'
  writeFileSync(join(directory, executable), Buffer.concat([program, fuseWire, Buffer.from('\n')]), {
    mode: 0o755,
  })
  writeFileSync(join(directory, 'version'), wantedElectronVersion())
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox'])
    writeFileSync(join(directory, file), 'stub\n')
  for (const locale of ['en-US', 'zh-CN', 'de'])
    writeFileSync(join(directory, 'locales', `${locale}.pak`), 'stub')
}

interface AsarEntry {
  files?: Record<string, AsarEntry>
  size?: number
  offset?: string
  unpacked?: boolean
}
export interface Asar {
  /** Paths with forward slashes; true where the file lies beside the archive. */
  files: Map<string, { unpacked: boolean }>
  readText(path: string): string
  /** Lays the packed program out as plain files, with what lies beside the archive in its place. */
  extract(folder: string): void
}

/** Reads an asar archive: after 16 bytes of pickle headers a JSON table of contents, after it the files. */
export function readAsar(file: string): Asar {
  const bytes = readFileSync(file)
  const headerBytes = bytes.readUInt32LE(4)
  const jsonBytes = bytes.readUInt32LE(12)
  // Safe: electron-builder has just written this table of contents.
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + jsonBytes)) as AsarEntry
  const entries = new Map<string, AsarEntry>()
  const walk = (entry: AsarEntry, path: string) => {
    for (const [name, child] of Object.entries(entry.files ?? {})) {
      if (child.files) walk(child, `${path}${name}/`)
      else entries.set(path + name, child)
    }
  }
  walk(header, '')
  const read = (path: string): Buffer => {
    const entry = entries.get(path)
    if (entry?.offset === undefined) throw new Error(`${path} is not in the archive`)
    const start = 8 + headerBytes + Number(entry.offset)
    return bytes.subarray(start, start + (entry.size ?? 0))
  }
  return {
    files: new Map([...entries].map(([path, entry]) => [path, { unpacked: entry.unpacked === true }])),
    readText: (path) => read(path).toString('utf8'),
    extract: (folder) => {
      for (const [path, entry] of entries) {
        const target = join(folder, path)
        mkdirSync(dirname(target), { recursive: true })
        if (entry.unpacked) copyFileSync(join(`${file}.unpacked`, path), target)
        else writeFileSync(target, read(path))
      }
    },
  }
}

/** The fuses of a packed program as one character each: 1 on, 0 off, r removed. */
export function readFuses(executable: string): string {
  const bytes = readFileSync(executable)
  const start = bytes.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length
  const count = bytes[start + 1] ?? 0
  return bytes.toString('latin1', start + 2, start + 2 + count)
}

/** First bytes of a native file: ELF, PE or Mach-O. */
export function binaryFormat(file: string): 'elf' | 'pe' | 'mach-o' | 'unknown' {
  const magic = Buffer.alloc(4)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, magic)
  closeSync(descriptor)
  if (magic.equals(Buffer.from('\x7fELF', 'latin1'))) return 'elf'
  if (magic.toString('latin1', 0, 2) === 'MZ') return 'pe'
  return ['cffaedfe', 'cafebabe'].includes(magic.toString('hex')) ? 'mach-o' : 'unknown'
}
