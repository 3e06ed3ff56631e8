import { describe, expect, it } from 'vitest'
import { createDesignRenderer } from '../../../../domain/labels/design/render-design.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { DEFAULT_LABEL_SIZE } from '../../../../domain/labels/label-size.ts'
import type { Raster } from '../../../../domain/labels/raster.ts'
import { DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import { createTemplateService } from '../../../../electron/agent/labels/template-service.ts'
import { notoSansSc } from '../../../support/a-label.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const design = startingDesign(DEFAULT_LABEL_SIZE)
const FIELDS = { name: '安盾六十', ...design }
const renderer = createDesignRenderer(notoSansSc())

async function setUp() {
  const { workspace } = await testWorkspace()
  const rasters: Raster[] = []
  const service = createTemplateService({
    workspace: () => workspace,
    renderer: () => Promise.resolve(renderer),
    linkBase: () => 'https://xiaofang.example.cn',
    settingsOf: () => DEFAULT_PRINTER_SETTINGS,
    enqueue: ({ raster, title, printerId, copies }) => {
      rasters.push(raster)
      return {
        id: 'job',
        printerId,
        printerName: '文件',
        title,
        labelId: null,
        copies,
        state: 'waiting',
        message: null,
        bytesSent: 0,
        bytesTotal: 1,
        createdAt: '2026-11-22T08:00:00.000Z',
        finishedAt: null,
      }
    },
    now: () => new Date('2026-11-22T08:00:00Z'),
  })
  return { service, workspace, rasters }
}

describe('label templates on a workstation', () => {
  it('are saved as changes on their way to the server, by name, with one revision more each time', async () => {
    const { service, workspace } = await setUp()
    const { id } = await service.save({ templateId: null, fields: FIELDS })
    const changed = await service.save({ templateId: id, fields: { ...FIELDS, name: '甲' } })
    expect(changed).toMatchObject({ name: '甲', revision: 2, syncState: 'waiting' })
    await service.save({ templateId: null, fields: FIELDS })
    expect((await service.list()).map(({ name }) => name)).toEqual(['安盾六十', '甲'])
    const [, second] = workspace.pending(['template.save'])
    expect(Object.keys(second?.set ?? {})).toEqual(['name'])
  })

  it('do not take a name twice, and come back after they were removed', async () => {
    const { service } = await setUp()
    const { id } = await service.save({ templateId: null, fields: FIELDS })
    expect(() => service.save({ templateId: null, fields: FIELDS })).toThrow()
    await service.remove({ templateId: id })
    expect(await service.list()).toEqual([])
    expect(await service.restore({ templateId: id })).toMatchObject({ removedAt: null })
    expect(await service.list()).toHaveLength(1)
  })

  it('print as a sample the very dots of the preview, and not at all with an error or on other paper', async () => {
    const { service, rasters } = await setUp()
    const { image } = await service.preview({ design, sample: 'usual', dpi: 203 })
    await service.printTest({ design, sample: 'usual', printerId: 'p' })
    expect(Buffer.from(rasters[0]?.bits ?? []).toString('base64')).toBe(image.bitsBase64)
    const bare = { ...design, elements: [] }
    await expect(service.printTest({ design: bare, sample: 'usual', printerId: 'p' })).rejects.toThrow(
      '必须有',
    )
    const other = startingDesign({ widthMm: 70, heightMm: 50, gapMm: 2 })
    await expect(service.printTest({ design: other, sample: 'usual', printerId: 'p' })).rejects.toThrow(
      '70×50 mm',
    )
    expect(rasters).toHaveLength(1)
  })
})
