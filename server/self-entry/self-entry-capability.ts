import { z } from 'zod'
import { Sha256 } from '../../domain/records/instants.ts'
import type { Capability } from '../http/capability.ts'
import { mutationHandler } from '../records/mutation-handler.ts'
import { rejected } from '../records/rejection.ts'
import type { SelfEntryService } from './self-entry-service.ts'

const Submission = z.object({
  letterSha256: Sha256,
  changeNote: z.string().trim().max(200).default(''),
})

export function createSelfEntryCapability(service: SelfEntryService): Capability {
  return {
    mutations: [
      mutationHandler({
        name: 'self-entry.submit',
        version: 1,
        args: Submission,
        async apply(context, _mutation, submission) {
          const record = await service.submit(context, submission)
          return record
            ? { status: 'applied', rev: record.rev }
            : rejected('请先在“上传材料”中填写机构信息并提交，再进行自主录入')
        },
      }),
    ],
    afterUpload: (context, sha256) => service.letterArrived(context, sha256),
    everyHour: () => service.reevaluateAllDaily(),
  }
}
