/** npm run printers -- list | status | test | print <图片.png>; the installed client answers the same as `fire-service-client printers …`. */
import { runPrintersCommandLine } from './printers-command-line.ts'

process.exitCode = await runPrintersCommandLine(process.argv.slice(2), 'npm run printers --')
