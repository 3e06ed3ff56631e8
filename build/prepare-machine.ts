/**
 * Before the tests: what they need of the machine and npm cannot give. As root on Debian it is installed, elsewhere one line says what to install.
 * Nothing is skipped silently: without it the tests do not start.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Need {
  what: string
  packages: string[]
  isMet: () => boolean
}

const NEEDS: Need[] = [
  {
    what: 'Chromium',
    packages: ['chromium'],
    isMet: () => existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium'),
  },
  {
    what: 'umockdev（虚拟 USB 打印机）',
    packages: ['umockdev', 'gir1.2-umockdev-1.0', 'python3-gi'],
    isMet: () =>
      succeeds('/usr/bin/python3', [
        '-c',
        "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev",
      ]),
  },
  {
    what: 'strace（数一数写盘次数）',
    packages: ['strace'],
    isMet: () => succeeds('strace', ['-V']),
  },
  {
    what: '中文字体',
    packages: ['fonts-noto-cjk', 'fontconfig'],
    isMet: () => {
      // Without fontconfig there is no output at all, not an empty one.
      const { status, stdout } = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
      return status === 0 && /\S/.test(stdout)
    },
  },
]

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function install(packages: string[]): boolean {
  const run = (args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  return run(['update', '-q']) && run(['install', '-y', '-q', '--no-install-recommends', ...packages])
}

/** Elsewhere the printer tests and the browser are given by the machine (CHROMIUM) or left to Linux. */
const missing = process.platform === 'linux' ? NEEDS.filter((need) => !need.isMet()) : []
if (missing.length > 0) {
  const packages = missing.flatMap((need) => need.packages)
  console.log(`测试需要：${missing.map((need) => need.what).join('、')}`)
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!canInstall || !install(packages) || missing.some((need) => !need.isMet())) {
    console.error(`请先安装：sudo apt-get install ${packages.join(' ')}`)
    process.exit(1)
  }
}

/** The one real face of the tests: NASA's portrait of Eileen Collins, public domain, out of a Debian package that is only unpacked, never installed. */
const FACE = join(import.meta.dirname, '../node_modules/.cache/public-face/astronaut.png')
if (process.platform === 'linux' && !existsSync(FACE) && !fetchPublicFace()) {
  console.error(
    '测试人脸没有取到：请在 Debian 上联网运行 node build/prepare-machine.ts（apt-get download python3-skimage）',
  )
  process.exit(1)
}

function fetchPublicFace(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'public-face-'))
  try {
    const run = (command: string, args: string[]) =>
      spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
    const download = () => run('apt-get', ['download', 'python3-skimage'])
    // Slim images come without lists of packages.
    const refresh = () => process.getuid?.() === 0 && run('apt-get', ['update', '-q'])
    if (!download() && !(refresh() && download())) return false
    const debian = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (debian === undefined || !run('dpkg', ['-x', debian, 'unpacked'])) return false
    const face = join(folder, 'unpacked/usr/lib/python3/dist-packages/skimage/data/astronaut.png')
    if (!existsSync(face)) return false
    mkdirSync(join(FACE, '..'), { recursive: true })
    copyFileSync(face, FACE)
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
