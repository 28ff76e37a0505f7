// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../setup/paths.mjs'
import { languageSection } from './language.mjs'
import { pageOf } from './tasksPage.mjs'

const docs = join(projectRoot, 'docs')
/** What was measured of the tasks, and of the language model beside PyTorch's. */
export const RESULTS = join(docs, 'tasks.results.json')
export const LANGUAGE = join(docs, 'tasks.language.json')
const PAGE = join(docs, 'tasks.md')

/** @param {string} file @param {unknown} otherwise */
const readJson = (file, otherwise) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise)

/** The page of all that was measured. */
export const measuredPage = () => pageOf(readJson(RESULTS, {})) + languageSection(readJson(LANGUAGE, []))

/** Writes it, docs/tasks.md. */
export const writePage = () => writeFileSync(PAGE, measuredPage())
