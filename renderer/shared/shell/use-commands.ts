import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { agent } from '../../agent/agent.ts'
import { useSessionStore } from '../session/session-store.ts'
import { rankCommands, type CommandSection, type PinyinMatch } from './rank-commands.ts'
import { recordCommands, type Records } from './record-commands.ts'
import { routeCommands } from './route-commands.ts'

const NO_RECORDS: Records = { projects: [], operators: [], engineers: [], labels: [] }

/** Everything that whoever is signed in may go to or start, as it is when this is called, filtered by `text`. */
export function useCommands(text: Ref<string>): {
  sections: ComputedRef<CommandSection[]>
  /** Why records are missing from it, if they are. */
  failure: Ref<Failure | null>
} {
  const router = useRouter()
  const sessions = useSessionStore()
  const records = shallowRef(NO_RECORDS)
  const failure = ref<Failure | null>(null)
  const pinyin = shallowRef<PinyinMatch>()
  const complete = sessions.step === 'complete'
  const role = sessions.session?.role

  const commands = computed(() =>
    role === undefined
      ? []
      : [...routeCommands(router, { role, complete }), ...recordCommands(records.value)],
  )
  const sections = computed(() => rankCommands(commands.value, text.value, pinyin.value))

  async function readRecords(): Promise<void> {
    const [projects, operators, engineers, labels] = await Promise.all([
      agent.practice.listProjects(),
      agent.people.listOperators(),
      agent.people.listEngineers(),
      agent.labels.list({ projectId: null }),
    ])
    failure.value =
      [projects, operators, engineers, labels].flatMap((result) => (result.ok ? [] : [result.failure]))[0] ??
      null
    records.value = {
      projects: projects.ok ? projects.value : [],
      operators: operators.ok ? operators.value : [],
      engineers: engineers.ok ? engineers.value : [],
      labels: labels.ok ? labels.value : [],
    }
  }

  if (role === 'organisation' && complete) void readRecords()
  void import('pinyin-match').then(({ default: matcher }) => {
    pinyin.value = (label, letters) => {
      const found = matcher.match(label, letters)
      return found ? found[0] : null
    }
  })
  return { sections, failure }
}
