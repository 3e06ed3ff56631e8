import { createPublicKey, verify } from 'node:crypto'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { maskName } from '../../../domain/identifiers/mask.ts'
import {
  isFromBeforeStop,
  type LabelCheck,
  type PublishedLabelKey,
  PublishedLabelKeys,
} from '../../../domain/labels/label-check.ts'
import { type LabelLink, parseLabelLink } from '../../../domain/labels/label-code.ts'
import { parseLabelSerial } from '../../../domain/labels/label-serial.ts'
import type { Label } from '../../../domain/labels/label.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import type { ServerApi, ServerHttp } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'
import type { Workspace } from '../storage/workspace.ts'

export interface LabelCheckDeps {
  server: Pick<ServerApi['labels'], 'check'>
  http: Pick<ServerHttp, 'request'>
  meta: Meta
  /** null for those who have no organisation. */
  workspace: () => Workspace | null
  now: () => Date
}

export interface LabelCheckService {
  check(text: string): Promise<LabelCheck & { online: boolean }>
  /** Fetches the published keys, so that labels can be checked without the server afterwards. */
  refreshKeys(): Promise<void>
}

const KEYS = 'published-label-keys'
const KEYS_PATH = '/.well-known/label-keys.json'
/** SubjectPublicKeyInfo of an Ed25519 key before its 32 raw bytes (RFC 8410). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export function createLabelCheckService(deps: LabelCheckDeps): LabelCheckService {
  return {
    check: async (text) => {
      try {
        return { ...(await deps.server.check({ text })), online: true }
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
        return { ...checkHere(deps, text), online: false }
      }
    },
    refreshKeys: async () => {
      try {
        const { body } = await deps.http.request({
          method: 'GET',
          path: KEYS_PATH,
          answer: PublishedLabelKeys,
        })
        deps.meta.set(KEYS, JSON.stringify(body))
      } catch (error) {
        // Without the server the list fetched last goes on serving.
        if (!(error instanceof FailureError)) throw error
      }
    },
  }
}

/** What can be said without the server: the signature by the keys fetched last, the rest by the organisation's own records. */
function checkHere(deps: LabelCheckDeps, text: string): LabelCheck {
  const link = parseLabelLink(text)
  if (link) return checkLink(deps, link)
  const serial = parseLabelSerial(text)?.serial
  if (serial === undefined) return { state: 'unreadable', details: null }
  const own = ownLabel(deps, serial)
  return own ? judge(deps, own, own.organisationName) : { state: 'unknown-serial', details: null }
}

function checkLink(deps: LabelCheckDeps, link: LabelLink): LabelCheck {
  const { fields } = link
  const key = storedKeys(deps.meta).find(({ keyId }) => keyId === fields.keyId)
  if (!key) return { state: 'unknown-key', details: null }
  if (!isSigned(key, link)) return { state: 'forged', details: null }
  const own = ownLabel(deps, fields.serial)
  if (own?.payload === link.payload) return judge(deps, own, key.organisationName)
  const isPast = fields.nextDueOn !== '' && fields.nextDueOn < today(deps)
  return {
    state: !isFromBeforeStop(key, fields) ? 'key-revoked' : isPast ? 'expired' : 'genuine',
    details: {
      organisationName: key.organisationName,
      serial: fields.serial,
      maintainedOn: fields.maintainedOn,
      nextDueOn: fields.nextDueOn,
      building: '',
      system: '',
      projectLeader: '',
      withdrawnReason: '',
    },
  }
}

function judge(deps: LabelCheckDeps, label: Label, organisationName: string): LabelCheck {
  const isPast = label.nextDueOn !== '' && label.nextDueOn < today(deps)
  return {
    state: label.withdrawn ? 'withdrawn' : isPast ? 'expired' : 'genuine',
    details: {
      organisationName,
      serial: label.serial,
      maintainedOn: label.maintainedOn,
      nextDueOn: label.nextDueOn,
      building: label.building,
      system: label.system,
      projectLeader: maskName(label.projectLeader),
      withdrawnReason: label.withdrawn?.reason ?? '',
    },
  }
}

function today({ now }: LabelCheckDeps): string {
  return chinaDay(now().getTime())
}

function ownLabel(deps: LabelCheckDeps, serial: string): Label | null {
  const found = deps
    .workspace()
    ?.list('label')
    .find(({ body }) => body.serial === serial)
  return found?.body ?? null
}

function storedKeys(meta: Meta): PublishedLabelKey[] {
  const text = meta.get(KEYS)
  return text === null ? [] : PublishedLabelKeys.parse(JSON.parse(text)).keys
}

function isSigned(key: PublishedLabelKey, { payload, signature }: LabelLink): boolean {
  const der = Buffer.concat([ED25519_SPKI_PREFIX, Buffer.from(key.publicKeyBase64, 'base64')])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(payload, 'ascii'), publicKey, signature)
}
