import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { refuseProblems } from '../../../domain/contracts/failure.ts'
import type { labelsAgentMethods } from '../../../domain/labels/labels-contract.ts'
import { encodeRasterImage } from '../../../domain/labels/raster-image.ts'
import type { ServerApi } from '../server-api.ts'
import { toView } from '../storage/record-view.ts'
import type { LocalRecord } from '../storage/workspace.ts'
import { drawLabel, findTemplate, signLabel } from './draw-label.ts'
import type { LabelCheckService } from './label-check-service.ts'
import { labelFacts } from './label-content-of.ts'
import { openLabelKey } from './label-key.ts'
import {
  findLabel,
  type LabelPrinting,
  type OwnWorkspace,
  printLabels,
  reprintLabel,
  saveLabelAs,
} from './label-printing.ts'

export interface LabelServiceDeps extends LabelPrinting {
  server: Pick<ServerApi['labels'], 'registerKey'>
  checking: LabelCheckService
}

export interface LabelService {
  handlers: CapabilityHandlers<typeof labelsAgentMethods>
  /** Gets the workspace's signing key its names from the server, once in a run of the program: the link base may have moved. */
  registerKey(workspace: OwnWorkspace): Promise<void>
}

/** Maintenance labels: issued and signed here, so that printing works offline; the server hears of each by its mutation. */
export function createLabelService(deps: LabelServiceDeps): LabelService {
  const registeredInThisRun = new Set<number>()
  return {
    handlers: {
      list: ({ projectId }) =>
        deps
          .workspace()
          .list('label')
          .filter(({ body }) => projectId === null || body.projectId === projectId)
          .map(toView)
          .sort((one, other) => other.issuedAt.localeCompare(one.issuedAt)),
      preview: (choice) => preview(deps, choice),
      print: (order) => printLabels(deps, order),
      reprint: (order) => reprintLabel(deps, order),
      withdraw: (request) => toView(withdraw(deps, request)),
      saveAs: (request) => saveLabelAs(deps, request),
      check: ({ text }) => deps.checking.check(text),
    },
    registerKey: async (workspace) => {
      if (registeredInThisRun.has(workspace.id)) return
      const key = openLabelKey(deps.meta, workspace.id)
      const { publicKeyBase64 } = key
      key.register(await deps.server.registerKey({ publicKeyBase64, clientId: workspace.clientId }))
      await deps.checking.refreshKeys()
      registeredInThisRun.add(workspace.id)
    },
  }
}

type Methods = LabelService['handlers']

async function preview(
  deps: LabelServiceDeps,
  { fields, size, dpi, templateId }: Parameters<Methods['preview']>[0],
): Promise<Awaited<ReturnType<Methods['preview']>>> {
  const own = deps.workspace()
  const facts = labelFacts(own, fields)
  const key = openLabelKey(deps.meta, own.id)
  const signed = signLabel(key, facts, key.issued() + 1)
  const template = findTemplate(own, templateId)
  const drawn = drawLabel(await deps.renderer(), key, signed, { size, dpi, template })
  return {
    image: encodeRasterImage(drawn.raster, dpi),
    serial: signed.serial,
    problems: drawn.problems,
    blocked: drawn.blocked,
  }
}

function withdraw(
  deps: LabelServiceDeps,
  { labelId, reason: typed }: Parameters<Methods['withdraw']>[0],
): LocalRecord<'label'> {
  const own = deps.workspace()
  const label = findLabel(own, labelId)
  if (label.body.withdrawn) return label
  const reason = typed.trim()
  refuseProblems({ reason: reason === '' ? '请填写作废原因' : null })
  const body = { ...label.body, withdrawn: { at: deps.now().toISOString(), reason } }
  const changed = own.change('label', body, {
    name: 'label.withdraw',
    version: 1,
    recordId: labelId,
    title: `作废维保标签 ${body.serial}`,
    set: { reason },
  })
  return changed ?? label
}
