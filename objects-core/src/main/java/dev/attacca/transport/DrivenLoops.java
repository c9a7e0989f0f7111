package dev.attacca.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Executor;

/** Several {@link DrivenLoop}s, used in turn; whoever made them has them driven. */
final class DrivenLoops extends MultiThreadIoEventLoopGroup {
    DrivenLoops(int loops) {
        // The executor would start the threads of loops that have some.
        super(loops, (Executor) Runnable::run, NioIoHandler.newFactory());
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... arguments) {
        return new DrivenLoop(this, factory);
    }
}
