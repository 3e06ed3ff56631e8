import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { FailureError } from '../../../domain/contracts/failure.ts'
import {
  UDEV_INSTALL_SCRIPT,
  UDEV_RULE,
  UDEV_RULE_PATH,
  type UsbAccessPlan,
} from '../../../domain/printing/usb-access.ts'

/** Runs a program with this text as its input; resolves with the exit code. Rejects where it is not there. */
export type RunProgram = (program: string, args: readonly string[], input: string) => Promise<number>

export interface UsbAccess {
  /** The dry run: exactly what `install` would do. */
  plan(): Promise<UsbAccessPlan>
  /** Asks for the administrator's password by pkexec and installs the rule. Fails `not-allowed` when it was not given. */
  install(): Promise<UsbAccessPlan>
}

/** pkexec's own exit codes: the dialog was dismissed, or the user may not. */
const DISMISSED = 126
const NOT_AUTHORISED = 127

export function createUsbAccess(
  deps: {
    platform?: NodeJS.Platform
    readInstalled?: () => Promise<string | null>
    run?: RunProgram
  } = {},
): UsbAccess {
  const { platform = process.platform, readInstalled = readRule, run = runProgram } = deps

  const plan = async (): Promise<UsbAccessPlan> => {
    const what = {
      path: UDEV_RULE_PATH,
      content: UDEV_RULE,
      command: `pkexec sh -c '${UDEV_INSTALL_SCRIPT}'`,
    }
    if (platform === 'darwin')
      return {
        ...what,
        isNeeded: false,
        note: 'macOS 不需要授权；系统已添加同一台打印机时，请先在“打印机与扫描仪”中移除',
      }
    if (platform !== 'linux') return { ...what, isNeeded: false, note: 'Windows 不需要授权' }
    const isThere = (await readInstalled()) === UDEV_RULE
    return {
      ...what,
      isNeeded: !isThere,
      note: isThere ? '规则已经安装' : '只对打印机类 USB 设备生效，不涉及其他设备；需要管理员密码',
    }
  }

  return {
    plan,
    install: async () => {
      if (!(await plan()).isNeeded) return plan()
      const code = await run('pkexec', ['sh', '-c', UDEV_INSTALL_SCRIPT], UDEV_RULE).catch(() => null)
      if (code === null)
        throw new FailureError('not-allowed', {
          message:
            '这台电脑没有 pkexec，请由管理员执行显示的命令，或把规则内容保存到所示文件后重新插拔打印机',
        })
      if (code === DISMISSED || code === NOT_AUTHORISED)
        throw new FailureError('not-allowed', { message: '没有得到管理员授权，规则没有安装' })
      if (code !== 0)
        throw new FailureError('not-allowed', {
          message: `安装没有完成（退出码 ${code}），请由管理员执行显示的命令`,
        })
      return plan()
    },
  }
}

async function readRule(): Promise<string | null> {
  try {
    return await readFile(UDEV_RULE_PATH, 'utf8')
  } catch {
    // Not installed, or not for our eyes: either way it has to be offered.
    return null
  }
}

const runProgram: RunProgram = (program, args, input) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] })
    child.once('error', reject)
    child.once('exit', (code) => {
      resolve(code ?? 1)
    })
    // The program may end without reading: its exit code says what happened.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
