package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.benchmarks.rpc.record.PlainMachine;
import java.rmi.NoSuchObjectException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.Set;

/** Java RMI as it comes: Java serialization, a connection for each caller. */
final class RmiPeer implements Peer {
    private static final String NAME = "machines";

    /** What is called. */
    public interface MachineService extends Remote {
        /** Returns what it is given. */
        PlainMachine echo(PlainMachine machine) throws RemoteException;
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING);
    }

    @Override
    public PeerServer serve() throws Exception {
        MachineService service = machine -> machine;
        Remote stub = UnicastRemoteObject.exportObject(service, 0);
        int port = FreePort.find();
        Registry registry = LocateRegistry.createRegistry(port);
        registry.bind(NAME, stub);
        return new PeerServer() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void close() {
                try {
                    UnicastRemoteObject.unexportObject(service, true);
                    UnicastRemoteObject.unexportObject(registry, true);
                } catch (NoSuchObjectException closedTwice) {
                    throw new IllegalStateException(closedTwice);
                }
            }
        };
    }

    @Override
    public PeerClient connect(int port) throws Exception {
        MachineService service =
                (MachineService) LocateRegistry.getRegistry("127.0.0.1", port).lookup(NAME);
        PlainMachine machine = PlainMachine.sample();
        return new PeerClient() {
            @Override
            public BlockingCaller blocking() {
                return () -> service.echo(machine);
            }

            @Override
            public boolean isPayload(Object answer) {
                return answer.equals(machine);
            }

            @Override
            public void close() {
                // RMI keeps its connections to itself, and ends them when they are idle.
            }
        };
    }
}
