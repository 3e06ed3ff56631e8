/**
 * Before the tests: what they need of the machine and npm cannot give. As root on Debian it is installed, elsewhere one line says what to install.
 * Nothing is skipped silently: without it the tests do not start.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

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
