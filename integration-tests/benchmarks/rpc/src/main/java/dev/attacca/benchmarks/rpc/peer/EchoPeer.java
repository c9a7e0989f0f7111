package dev.attacca.benchmarks.rpc.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The limit: as many bytes there and back, and nothing made of them. Answers come in the order of the questions, so that not
 * even a number has to be read. Of several connections each question takes the next.
 */
final class EchoPeer implements Peer {
    private static final int PAYLOAD = 600;
    private static final int LENGTH_FIELD = 4;
    private static final int MOST_FLUSHES = 256;
    private static final int BACKLOG = 1024;
    private static final int MANY = 128;

    private final int connections;

    EchoPeer(int connections) {
        this.connections = connections;
    }

    @Override
    public List<Integer> measuredAt(CallMode mode, int inFlight) {
        return connections == 1 || inFlight >= MANY ? List.of(inFlight) : List.of();
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    private static EventLoopGroup loop() {
        return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void frames(ChannelPipeline pipeline) {
        pipeline.addLast(
                new FlushConsolidationHandler(MOST_FLUSHES, true),
                new LengthFieldBasedFrameDecoder(1 << 20, 0, LENGTH_FIELD));
    }

    @Override
    public PeerServer serve() {
        EventLoopGroup loop = loop();
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        frames(channel.pipeline());
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        return new PeerServer() {
            @Override
            public int port() {
                return ((InetSocketAddress) listener.localAddress()).getPort();
            }

            @Override
            public void close() {
                stop(loop);
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        EventLoopGroup loop = loop();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connected) {
                        frames(connected.pipeline());
                        connected.pipeline().addLast(new Questions());
                    }
                });
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(bootstrap
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .syncUninterruptibly()
                    .channel());
        }
        return new Client(loop, List.copyOf(channels), new AtomicInteger());
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            var unused = context.writeAndFlush(frame, context.voidPromise());
        }
    }

    /** One question. */
    private interface Question {
        void answered(byte @Nullable [] payload, @Nullable Throwable failure);
    }

    /** Confined to the event loop. */
    private static final class Questions extends ChannelDuplexHandler {
        private final Deque<Question> open = new ArrayDeque<>();
        private final ByteBuf frame = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer().writeInt(PAYLOAD).writeZero(PAYLOAD));

        @Override
        public void write(ChannelHandlerContext context, Object question, ChannelPromise promise) {
            open.add((Question) question);
            var unused = context.write(frame.duplicate(), promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf answer = (ByteBuf) message;
            try {
                byte[] payload = ByteBufUtil.getBytes(answer, LENGTH_FIELD, answer.readableBytes() - LENGTH_FIELD);
                open.remove().answered(payload, null);
            } finally {
                answer.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ClosedChannelException closed = new ClosedChannelException();
            open.forEach(question -> question.answered(null, closed));
            open.clear();
        }
    }

    private record Client(EventLoopGroup loop, List<Channel> channels, AtomicInteger questions) implements PeerClient {
        private Channel next() {
            return channels.size() == 1
                    ? channels.get(0)
                    : channels.get(Math.floorMod(questions.getAndIncrement(), channels.size()));
        }

        @Override
        public BlockingCaller blocking() {
            return new Waiting(this);
        }

        @Override
        public PipelinedCaller pipelined() {
            return done -> {
                Channel channel = next();
                var unused = channel.writeAndFlush(new Chained(done), channel.voidPromise());
            };
        }

        @Override
        public boolean isPayload(Object answer) {
            return Arrays.equals((byte[]) answer, new byte[PAYLOAD]);
        }

        @Override
        public void close() {
            stop(loop);
        }
    }

    private record Chained(BiConsumer<@Nullable Object, @Nullable Throwable> done) implements Question {
        @Override
        public void answered(byte @Nullable [] payload, @Nullable Throwable failure) {
            done.accept(payload, failure);
        }
    }

    private static final class Waiting implements Question, PeerClient.BlockingCaller {
        private final Client client;
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable Object answer;

        Waiting(Client client) {
            this.client = client;
        }

        @Override
        public Object call() throws Exception {
            answer = null;
            Channel channel = client.next();
            var unused = channel.writeAndFlush(this, channel.voidPromise());
            Object arrived;
            while ((arrived = answer) == null) {
                LockSupport.park(this);
            }
            if (arrived instanceof Exception failure) {
                throw failure;
            }
            return arrived;
        }

        @Override
        public void answered(byte @Nullable [] payload, @Nullable Throwable failure) {
            answer = payload == null ? failure : payload;
            LockSupport.unpark(thread);
        }
    }
}
