import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU milliseconds that a process and all its threads have used, or null where the system does not tell
 * (/proc, Linux). Threads that have ended no longer count.
 */
export function cpuMilliseconds(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    )
    return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6
  } catch {
    return null
  }
}

/** Resident memory of a process in megabytes (10^6), or null where the system does not tell. */
export function residentMegabytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
    return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return null
  }
}
