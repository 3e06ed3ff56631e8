import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildStale } from '../build/build.ts'
import { binaryFormat, makeElectronStub, readAsar, readFuses } from './support/packaging-stub.ts'

const root = join(import.meta.dirname, '..')
const directory = mkdtempSync(join(tmpdir(), 'packaging-'))

beforeAll(async () => {
  await buildStale(['renderer', 'main', 'preload'])
}, 120_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const PLATFORMS = [
  {
    platform: 'linux',
    flag: '--linux',
    folder: 'linux-unpacked',
    executable: 'fire-service-client',
    format: 'elf',
  },
  {
    platform: 'win32',
    flag: '--win',
    folder: 'win-unpacked',
    executable: 'fire-service-client.exe',
    format: 'pe',
  },
] as const

describe.each(PLATFORMS)('the package for $platform', ({ platform, flag, folder, executable, format }) => {
  const output = join(directory, platform)
  const resources = join(output, folder, 'resources')

  beforeAll(() => {
    const stub = join(directory, `stub-${platform}`)
    makeElectronStub(stub, platform)
    const options = [
      `-c.electronDist=${stub}`,
      `-c.directories.output=${output}`,
      '-c.win.signAndEditExecutable=false',
      // Integrity is written into a Windows program's resources, and the stub has none.
      ...(platform === 'win32' ? ['-c.disableAsarIntegrity=true'] : []),
    ]
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/electron-builder/cli.js'),
        '--dir',
        flag,
        '--x64',
        '--publish=never',
        ...options,
      ],
      { cwd: root, env: { ...process.env, UPDATE_URL: 'https://updates.example/' }, stdio: 'pipe' },
    )
  }, 120_000)

  it('holds our three bundles, the font, and no source, map, test or server code', () => {
    const paths = [...readAsar(join(resources, 'app.asar')).files.keys()]
    expect(paths).toEqual(
      expect.arrayContaining([
        'out/main/main.js',
        'out/preload/preload.cjs',
        'out/renderer/index.html',
        'build/icons/icon.png',
        'node_modules/@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
      ]),
    )
    const foreign = paths.filter(
      (path) => !/^(out\/|node_modules\/|package\.json$|build\/icons\/icon\.png$)/.test(path),
    )
    expect(foreign).toEqual([])
    expect(paths.filter((path) => /\.(map|ts|vue|cc|c|h|gyp)$/.test(path))).toEqual([])
    const packages = new Set(
      paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    )
    expect([...packages].sort()).toEqual([
      '@expo-google-fonts/noto-sans-sc',
      'better-sqlite3',
      // Printers of Windows are reached by its own functions; koffi's native part is there only where npm installed on Windows.
      ...(platform === 'win32' ? ['koffi'] : []),
      'node-gyp-build',
      'usb',
    ])
  })

  it('carries the native files of this platform only, beside the archive', () => {
    const { files } = readAsar(join(resources, 'app.asar'))
    const natives = [...files].filter(([path]) => path.endsWith('.node'))
    expect(natives.length).toBeGreaterThanOrEqual(2)
    for (const [path, { unpacked }] of natives) {
      expect(unpacked).toBe(true)
      expect(binaryFormat(join(resources, 'app.asar.unpacked', path))).toBe(format)
    }
  })

  it('starts with the file that package.json names', () => {
    const asar = readAsar(join(resources, 'app.asar'))
    // Safe: every package.json that electron-builder writes has a main.
    const { main } = JSON.parse(asar.readText('package.json')) as { main: string }
    expect(asar.files.has(main)).toBe(true)
  })

  it('has the fuses set: runs our asar and nothing else', () => {
    expect(readFuses(join(output, folder, executable))).toBe('010011001')
  })

  // For Windows the file is written together with the installer, which is not made here.
  if (platform === 'linux')
    it('knows where updates come from', () => {
      expect(readFileSync(join(resources, 'app-update.yml'), 'utf8')).toContain('https://updates.example/')
    })

  if (platform === 'linux')
    it('finds printers for support by its command line, with nothing but what it carries', () => {
      const program = join(directory, 'program')
      readAsar(join(resources, 'app.asar')).extract(program)
      const electron = join(root, 'tests/support/electron-standin/dist/electron')
      const { status, stdout } = spawnSync(electron, [program, 'printers', 'list'], { encoding: 'utf8' })
      expect([status, stdout]).toEqual([0, expect.stringContaining('打印到文件')])
    }, 60_000)

  it('speaks Chinese, and has no unpacked copy of itself beside the archive', () => {
    expect(readdirSync(join(output, folder, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
    expect(existsSync(join(resources, 'app'))).toBe(false)
  })
})
