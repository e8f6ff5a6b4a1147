/**
 * Version of the rules that decide whether two nodes can trade: messages, escrows, times. It grows by one where
 * nodes before and after a change would not understand each other; the status handshake shows it.
 */
export const RULE_SET_VERSION = 1
