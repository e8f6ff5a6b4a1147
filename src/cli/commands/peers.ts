import { connectPeer, disconnectPeer, listPeers } from '../../api/resources/peers.ts'
import type { CommandGroup } from '../command.ts'
import { timeText } from '../time-text.ts'

/** `bourse peers` */
export const peersGroup: CommandGroup = {
  name: 'peers',
  summary: 'see and change connections to other nodes',
  standard: 'list',
  commands: [
    {
      name: 'list',
      summary: 'list connected peers',
      examples: ['peers', 'peers list --json'],
      run: async ({ client, output }) => {
        const answer = await (await client()).call(listPeers)
        output.value(answer)
        if (answer.peers.length === 0) {
          output.line('No peers. Connect one: bourse peers connect /ip4/ADDRESS/tcp/7770/p2p/PEER-ID')
          return
        }
        output.table(
          [
            { title: 'PEER' },
            { title: 'DIRECTION' },
            { title: 'PING', align: 'right' },
            { title: 'SINCE' },
            { title: 'SOFTWARE' },
            { title: 'ADDRESS' }
          ],
          answer.peers.map((peer) => [
            peer.peerId,
            peer.direction,
            peer.latencyMilliseconds === null ? '-' : `${peer.latencyMilliseconds.toFixed(1)} ms`,
            timeText(peer.connectedAt),
            peer.agent ?? '-',
            peer.address
          ])
        )
      }
    },
    {
      name: 'connect',
      summary: 'connect a peer',
      arguments: [{ name: '<address>', description: 'multiaddr that ends in /p2p/PEER-ID' }],
      examples: ['peers connect /ip4/192.0.2.1/tcp/7770/p2p/12D3KooW...'],
      run: async ({ client, output }, [address = '']) => {
        const peer = await (await client()).call(connectPeer, { body: { address } })
        output.value(peer)
        output.line(`Connected to ${peer.peerId}.`)
      }
    },
    {
      name: 'disconnect',
      summary: 'close the connection to a peer',
      arguments: [{ name: '<peer-id>', description: 'peer id, as `bourse peers` shows it' }],
      examples: ['peers disconnect 12D3KooW...'],
      run: async ({ client, output }, [peerId = '']) => {
        output.value(await (await client()).call(disconnectPeer, { params: { peerId } }))
        output.line(`Disconnected from ${peerId}.`)
      }
    }
  ]
}
