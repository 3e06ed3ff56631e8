import { describeTorture } from './describe-torture.ts'

describeTorture(() => Promise.resolve({ name: 'SQLite', postgresUrl: null }), 'SQLite', 140)
