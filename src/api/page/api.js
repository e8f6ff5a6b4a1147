// Asks the node.

/** A refusal of the API: its code, and a line for people. */
export class Refusal extends Error {
  constructor({ code, message }) {
    super(message)
    this.code = code
  }
}

/**
 * The answer of the API.
 * @throws Refusal `NODE_NOT_RUNNING`, or what the API refuses with.
 */
export async function call(method, path, body) {
  let response
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body)
    })
  } catch {
    throw new Refusal({ code: 'NODE_NOT_RUNNING', message: 'the node does not answer; is it running?' })
  }
  const answer = await response.json()
  if (response.ok) return answer
  throw new Refusal(answer)
}
