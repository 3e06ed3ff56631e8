/** A large 结论性文件 over a slow line: its progress is told, and a program killed in the middle of it goes on where it was. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import type { ProjectView } from '../../domain/practice/practice-contract.ts'
import type { SyncStatus } from '../../domain/sync/sync-contract.ts'
import { dayFromToday } from '../support/journey/days.ts'
import { fill } from '../support/journey/form-filling.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import type { EngineerOnPaper } from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { fillDay } from '../support/journey/practice-steps.ts'
import {
  ask,
  completeOrganisation,
  employEngineer,
  enterProject,
} from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'
import { openPage } from '../support/journey/open-page.ts'

const MEBIBYTE = 1024 * 1024
const DOCUMENT_BYTES = 40 * MEBIBYTE
const LINE_BYTES_PER_SECOND = MEBIBYTE
/** What a cut may cost: the chunk that was under way. */
const CHUNK_BYTES_MAX = 4 * MEBIBYTE
/** Headers, pulls and news go over the same line. */
const TALK_BYTES = MEBIBYTE / 4

const ORGANISATION: OrganisationOnPaper = {
  name: '南京长卷消防技术服务有限公司',
  creditCode: madeCreditCode(61),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820461',
  password: 'changJuan_2026',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 177), mobile: '13851820412' },
}
const ENGINEER: EngineerOnPaper = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 337),
  mobile: '13651880061',
  level: '一级',
  qualificationNumber: '00012361',
  managementNumber: '2021103200061',
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
}
const PROJECT = {
  contractNumber: 'WB-2026-0461',
  contractName: '金鹰大厦消防设施维护保养',
  building: '1 号楼 3 层',
  system: '室内消火栓系统',
}

test('a 结论性文件 of 40 MB goes on after the program was killed, sends nothing twice, and can be read offline', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(420_000)
  const other = await openWorkstation()
  const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
  await employEngineer(server, { office: shell, other }, organisationId, ENGINEER)
  await enterProject(shell, PROJECT)
  await ask(shell, 'sync.run')
  const [project] = await ask<ProjectView[]>(shell, 'practice.listProjects')
  const projectPath = `/practice/${project?.id ?? ''}`
  const document = await largeDocument()
  const { cable } = shell
  let sentBefore = 0

  await test.step('the project is concluded with it over a slow line: how far it is and how long it takes', async () => {
    const page = await reloaded(shell)
    await openPage(page, `${projectPath}/conclusion`, '录入结论性文件')
    await fill(page, { 结论性文件编号: 'JL-2026-0461' })
    await fillDay(page, '完成日期', dayFromToday(0))
    const folder = mkdtempSync(join(tmpdir(), 'document-'))
    writeFileSync(join(folder, '检测报告.pdf'), document)
    await page.getByLabel('结论性文件', { exact: true }).setInputFiles(join(folder, '检测报告.pdf'))
    await expect(page.getByText('1 页，40.0 MB')).toBeVisible({ timeout: 60_000 })
    rmSync(folder, { recursive: true })
    cable.limitUp(LINE_BYTES_PER_SECOND)
    sentBefore = cable.sentUp()
    await page.getByRole('button', { name: '提交结论性文件' }).click()
    await expect(page.getByRole('heading', { name: PROJECT.contractName })).toBeVisible()
    await expect(page.getByRole('main').getByText('已结束')).toBeVisible()
    await openPage(page, '/sync', '同步中心')
    await expect(page.getByText(/1 个文件，\d+\.\d MB \/ 40\.0 MB，剩余时间约 \d+ (秒|分钟)/)).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByRole('grid', { name: '未同步的内容' })).toContainText('等待文件上传完成')
    await expect(page.getByRole('link', { name: /上传 \d+%/ })).toBeVisible()
    await photograph(page, 'upload-under-way')
  })

  let sentAtKill = 0
  await test.step('the program is killed half-way and goes on where it was', async () => {
    await expect
      .poll(() => cable.sentUp() - sentBefore, { timeout: 120_000, intervals: [50] })
      .toBeGreaterThan(DOCUMENT_BYTES / 2)
    await shell.kill()
    sentAtKill = cable.sentUp()
    expect(sentAtKill - sentBefore).toBeLessThan(DOCUMENT_BYTES * 0.75)
    await shell.restartShell()
    const { page } = shell
    await expect(page.getByRole('main')).toBeVisible()
    await openPage(page, '/sync', '同步中心')
    const { uploading } = await ask<SyncStatus>(shell, 'sync.status')
    expect(uploading.sentBytes).toBeGreaterThan(sentAtKill - sentBefore - CHUNK_BYTES_MAX - TALK_BYTES)
    await expect(page.getByText(/1 个文件，\d+\.\d MB \/ 40\.0 MB，剩余时间约 \d+ (秒|分钟)/)).toBeVisible({
      timeout: 30_000,
    })
    await photograph(page, 'upload-resumed')
  })

  await test.step('it arrives whole, and next to nothing was sent twice', async () => {
    const { page } = shell
    await expect(page.getByText('没有待同步的内容')).toBeVisible({ timeout: 120_000 })
    await expect(page.getByRole('link', { name: /已全部同步/ })).toBeVisible()
    const rest = DOCUMENT_BYTES - (sentAtKill - sentBefore)
    expect(cable.sentUp() - sentAtKill).toBeLessThan(rest + CHUNK_BYTES_MAX + TALK_BYTES)
    cable.limitUp(null)
    const { mobile, password } = ORGANISATION
    await ask(other, 'accounts.signOut')
    await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
    const [concluded] = await ask<ProjectView[]>(other, 'practice.listProjects')
    expect(concluded).toMatchObject({ syncState: 'synced', conclusion: { documentSha256: hashOf(document) } })
    expect(hashOf(await readThrough(other, hashOf(document)))).toBe(hashOf(document))
  })

  await test.step('without the network the workstation still gives it out', async () => {
    await shell.goOffline()
    const page = await reloaded(shell)
    await openPage(page, projectPath, PROJECT.contractName)
    await expect(page.getByRole('main').getByText('已结束')).toBeVisible()
    await expect(page.getByRole('link', { name: /离线/ })).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '保存 PDF' }).click()
    expect(hashOf(readFileSync(await (await download).path()))).toBe(hashOf(document))
    await photograph(page, 'concluded-offline')
  })
})

/** One page with an attached file that no line can compress. */
async function largeDocument(): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  pdf.addPage()
  await pdf.attach(randomBytes(DOCUMENT_BYTES - 20_000), '测点记录.bin', {
    mimeType: 'application/octet-stream',
  })
  return Buffer.from(await pdf.save())
}

async function readThrough(shell: Shell, sha256: string): Promise<Buffer> {
  const parts: Buffer[] = []
  let offset = 0
  for (;;) {
    const { dataBase64, sizeBytes } = await ask<{ dataBase64: string; sizeBytes: number }>(
      shell,
      'attachments.read',
      { sha256, offset },
    )
    const part = Buffer.from(dataBase64, 'base64')
    parts.push(part)
    offset += part.length
    if (part.length === 0 || offset >= sizeBytes) return Buffer.concat(parts)
  }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** The page knows what was asked of the agent meanwhile. */
async function reloaded({ page }: Shell): Promise<Page> {
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return page
}
