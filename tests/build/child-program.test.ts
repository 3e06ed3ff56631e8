import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startProgram } from '../../build/child-program.ts'

const directory = mkdtempSync(join(tmpdir(), 'child-'))
const logFile = join(directory, 'logs/child.log')
afterAll(() => rmSync(directory, { recursive: true }))

const start = (script: string) =>
  startProgram({
    name: '程序',
    executable: process.execPath,
    args: ['-e', script],
    env: process.env,
    logFile,
  })

describe('a started program', () => {
  it('is ready with the address it prints, even in two pieces, and stops when asked', async () => {
    const program = start(
      `process.stdout.write('REA'); setTimeout(() => console.log('DY http://127.0.0.1:1/'), 50); setInterval(() => {}, 1000)`,
    )
    expect(await program.ready).toBe('http://127.0.0.1:1/')
    await program.stop()
    expect(await program.ended).toBeNull()
  })

  it('refuses to be ready when it ends first, and keeps its last words', async () => {
    const program = start(`console.error('端口被占用'); process.exitCode = 3`)
    await expect(program.ready).rejects.toThrow('程序 没有启动成功')
    expect(await program.ended).toBe(3)
    expect(program.tail()).toBe('端口被占用')
    expect(readFileSync(logFile, 'utf8')).toContain('端口被占用')
  })
})
