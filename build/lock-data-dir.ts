import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Claims the data directory for this process until it ends; throws Error where another living process holds it, since two would write one database. */
export function lockDataDir(dataDir: string): void {
  const file = join(dataDir, 'start.lock')
  const holder = livingHolder(file)
  if (holder)
    throw new Error(
      `数据目录 ${dataDir} 正由另一个 npm start（进程 ${holder}）使用：请先结束它，或用 --data-dir 指定别的目录`,
    )
  writeFileSync(file, String(process.pid))
  process.on('exit', () => rmSync(file, { force: true }))
}

function livingHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid === process.pid ? null : pid
  } catch {
    // No lock, an unreadable one, or a process that is gone.
    return null
  }
}
