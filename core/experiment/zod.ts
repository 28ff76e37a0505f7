import { z } from 'zod'

/*
 * zod compiles its parsers with `new Function` where it can. The window's content security policy forbids
 * that, and even probing for it is reported as a violation, so compilation is switched off everywhere:
 * every process validates with the same code path.
 */
z.config({ jitless: true })

export { z }
