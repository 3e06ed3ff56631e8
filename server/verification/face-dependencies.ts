import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { Feeds } from '../records/feeds.ts'
import type { AfterChange } from '../records/mutation-handler.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import type { FaceJudge } from './face-judge.ts'
import type { FaceMaterialStore } from './face-material-store.ts'
import type { FaceNews } from './face-news.ts'
import type { FaceSessionRepository } from './face-session-repository.ts'
import type { OutsideFaceProvider } from './outside-face-provider.ts'

export interface FaceDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
  personalHash: PersonalHash
  afterChange: AfterChange
  /** Bytes of a verified picture of the organisation; rejects where it is missing. */
  readPicture: (organisationId: string, sha256: string) => Promise<Buffer>
  /** Where phones reach this server, without a closing slash. */
  publicUrl: () => string
  faceKey: Buffer
  judge: FaceJudge
  /** Takes the place of local verification where it is configured. */
  outside: OutsideFaceProvider | null
  /** People look at every pass, too: for installations whose thresholds are not calibrated yet. */
  passNeedsReview: boolean
}

/** The same with what the folder makes itself. */
export interface FaceParts extends FaceDependencies {
  sessions: FaceSessionRepository
  material: FaceMaterialStore
  news: FaceNews
}
