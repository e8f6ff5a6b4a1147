import pino, { type DestinationStream, type Logger } from 'pino'
import type { Log, LogFields } from '../ports/world.ts'
import type { NodeConfig } from './config.ts'
import { prettyLine } from './pretty-line.ts'

/** Keys whose values never reach a log, whatever a caller hands over. */
const SECRET_KEY =
  /pass(?:word|phrase)|secret|seed|mnemonic|words|private|preimage|(?:^|_)nonce|token|cookie|authorization/i
const HIDDEN = '[secret]'

/** Where finished lines go; a stream of the process fits. */
export interface LogSink {
  write(line: string): unknown
}

/** The node's log: one line an event, as JSON or for people. */
export function createLogger(config: NodeConfig['log'], sink: LogSink): Log {
  const destination: DestinationStream =
    config.format === 'json'
      ? { write: (line) => void sink.write(line) }
      : { write: (line) => void sink.write(prettyLine(line)) }
  const logger = pino(
    {
      level: config.level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) }
    },
    destination
  )
  return new PinoLog(logger)
}

class PinoLog implements Log {
  private readonly logger: Logger

  constructor(logger: Logger) {
    this.logger = logger
  }

  debug(event: string, fields: LogFields = {}): void {
    this.logger.debug(cleanFields(fields), event)
  }

  info(event: string, fields: LogFields = {}): void {
    this.logger.info(cleanFields(fields), event)
  }

  warn(event: string, fields: LogFields = {}): void {
    this.logger.warn(cleanFields(fields), event)
  }

  error(event: string, fields: LogFields = {}): void {
    this.logger.error(cleanFields(fields), event)
  }

  child(fields: LogFields): Log {
    return new PinoLog(this.logger.child(cleanFields(fields)))
  }
}

/** Amounts become decimal text, as JSON has no bigint; what sounds secret is hidden. */
function cleanFields(fields: LogFields): Record<string, string | number | boolean> {
  const clean: Record<string, string | number | boolean> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (SECRET_KEY.test(key)) clean[key] = HIDDEN
    else clean[key] = typeof value === 'bigint' ? value.toString() : value
  }
  return clean
}
