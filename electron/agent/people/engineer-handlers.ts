import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { checkEngineerPosition } from '../../../domain/people/engineer-checks.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import { maskedApplication, maskedEngineer } from './masked-views.ts'
import type { PeopleDependencies } from './people-dependencies.ts'

type EngineerMethods = Pick<
  typeof peopleAgentMethods,
  'listEngineers' | 'setEngineerPosition' | 'listApplications' | 'answerApplication'
>

export function engineerHandlers({
  workspace,
  now,
}: PeopleDependencies): CapabilityHandlers<EngineerMethods> {
  return {
    listEngineers: () => workspace().list('engineer').map(maskedEngineer),
    setEngineerPosition: ({ engineerId, position }) => {
      const own = workspace()
      const engineer = own.get('engineer', engineerId)
      if (!engineer)
        throw new FailureError('not-found', { message: '没有这名注册消防工程师，请刷新列表后重试' })
      if (engineer.body.state !== 'normal') {
        throw new FailureError('not-allowed', { message: '该工程师已离开本机构，不能再修改职位' })
      }
      // Chosen as it is: no change, and none that could stand against another workstation's.
      if (engineer.body.position === position) return maskedEngineer(engineer)
      const others = own
        .list('engineer')
        .filter(({ id, body }) => id !== engineerId && body.state === 'normal')
        .map(({ body }) => body)
      refuseProblems({ position: checkEngineerPosition({ level: engineer.body.level, position }, others) })
      const changed = own.change(
        'engineer',
        { ...engineer.body, position },
        {
          name: 'engineer.set-position',
          version: 1,
          recordId: engineerId,
          title: '修改职位',
          set: { position },
        },
      )
      return maskedEngineer(changed ?? engineer)
    },
    listApplications: () =>
      workspace()
        .list('application')
        .map(maskedApplication)
        .sort((one, other) => {
          const waiting = Number(other.state === 'submitted') - Number(one.state === 'submitted')
          return waiting || other.submittedAt.localeCompare(one.submittedAt)
        }),
    answerApplication: ({ applicationId, agree, reason: typed }) => {
      const own = workspace()
      const application = own.get('application', applicationId)
      if (!application) throw new FailureError('not-found', { message: '没有这份申请，请刷新列表后重试' })
      if (application.body.state !== 'submitted') {
        throw new FailureError('conflict', { message: '这份申请已经答复过，请刷新列表' })
      }
      const reason = typed.trim()
      refuseProblems({ reason: !agree && reason === '' ? '不同意申请时请填写原因，工程师会看到' : null })
      const body = {
        ...application.body,
        state: agree ? ('organisation-agreed' as const) : ('organisation-declined' as const),
        answeredAt: now().toISOString(),
        reason,
      }
      const changed = own.change('application', body, {
        name: 'application.answer',
        version: 1,
        recordId: applicationId,
        title: agree ? '同意注册申请' : '不同意注册申请',
        set: { agree, reason },
      })
      return maskedApplication(changed ?? application)
    },
  }
}
