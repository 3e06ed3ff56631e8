/** express-pouchdb over leveldb on a free port; says READY like the product's server. */
import express from 'express'
import expressPouchdb from 'express-pouchdb'
import PouchDB from 'pouchdb'

const folder = process.argv[2]
const app = express()
app.use(
  '/',
  expressPouchdb(PouchDB.defaults({ prefix: `${folder}/` }), {
    logPath: `${folder}/log.txt`,
    configPath: `${folder}/config.json`,
    mode: 'fullCouchDB',
  }),
)
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`READY http://127.0.0.1:${server.address().port}`)
})
