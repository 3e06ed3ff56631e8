import { agent } from '../../agent/agent.ts'
import type { ProjectView } from '../../../domain/practice/practice-contract.ts'
import { useLiveAnswer, type LiveAnswer } from '../records/use-live-answer.ts'

/** The organisation's projects, newest first, kept current. */
export function useProjects(): LiveAnswer<ProjectView[]> {
  return useLiveAnswer(['project'], () => agent.practice.listProjects())
}
