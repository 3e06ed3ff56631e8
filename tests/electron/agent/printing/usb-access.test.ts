import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UDEV_INSTALL_SCRIPT, UDEV_RULE, UDEV_RULE_PATH } from '../../../../domain/printing/usb-access.ts'
import { createUsbAccess, type RunProgram } from '../../../../electron/agent/printing/usb-access.ts'

describe('access to USB printers on Linux', () => {
  const begin = (code: number | Error) => {
    const runs: string[][] = []
    let installed: string | null = null
    const run: RunProgram = (program, args, input) => {
      runs.push([program, ...args, input])
      if (code instanceof Error) return Promise.reject(code)
      if (code === 0) installed = input
      return Promise.resolve(code)
    }
    return {
      runs,
      access: createUsbAccess({ platform: 'linux', readInstalled: () => Promise.resolve(installed), run }),
    }
  }

  it('is installed just as the dry run has shown, and then not needed any more', async () => {
    const { access, runs } = begin(0)
    const plan = await access.plan()
    expect([plan.isNeeded, runs]).toEqual([true, []])
    expect(await access.install()).toMatchObject({ isNeeded: false, note: '规则已经安装' })
    expect(runs).toEqual([['pkexec', 'sh', '-c', UDEV_INSTALL_SCRIPT, plan.content]])
    expect(plan.command).toBe(`pkexec sh -c '${UDEV_INSTALL_SCRIPT}'`)
    await access.install()
    expect(runs).toHaveLength(1)
  })

  it.each([
    [126, '没有得到管理员授权'],
    [127, '没有得到管理员授权'],
    [1, '退出码 1'],
    [new Error('ENOENT'), '没有 pkexec'],
  ])('says what to do when pkexec ends with %s', async (code, words) => {
    const { access } = begin(code)
    await expect(access.install()).rejects.toThrow(words)
    expect(await access.plan()).toMatchObject({ isNeeded: true })
  })

  it('is not needed on other systems', async () => {
    for (const platform of ['darwin', 'win32'] as const)
      expect(await createUsbAccess({ platform }).plan()).toMatchObject({ isNeeded: false })
  })

  it('is a rule for printers and nothing else', () => {
    const [, rule = ''] = UDEV_RULE.trim().split('\n')
    expect(rule).toContain('ENV{ID_USB_INTERFACES}=="*:0701*:*"')
    expect(rule).toContain('TAG+="uaccess"')
    expect(rule).not.toMatch(/MODE|0666|GROUP/)
  })

  it('writes the file whole by the very script that is run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'udev-'))
    try {
      writeFileSync(join(folder, 'udevadm'), '#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\n')
      chmodSync(join(folder, 'udevadm'), 0o755)
      const script = UDEV_INSTALL_SCRIPT.replaceAll(UDEV_RULE_PATH, join(folder, 'rule'))
      execFileSync('sh', ['-c', script], { input: UDEV_RULE, env: { PATH: `${folder}:/usr/bin:/bin` } })
      expect(readFileSync(join(folder, 'rule'), 'utf8')).toBe(UDEV_RULE)
      expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(
        'control --reload\ntrigger --subsystem-match=usb --action=change\n',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
