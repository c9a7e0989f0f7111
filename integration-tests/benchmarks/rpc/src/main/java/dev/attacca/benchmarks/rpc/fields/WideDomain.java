package dev.attacca.benchmarks.rpc.fields;

import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;

/** Objects with many fields, texts and numbers in turn: each class declares those of the one before and more. */
public final class WideDomain implements ObjectDomain {
    /** For the registry. */
    public WideDomain() {}

    @Override
    public String name() {
        return "wide";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Wide16.class, Wide32.class, Wide60.class);
    }

    /** A registry of this domain alone. */
    public static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new WideDomain()).build();
    }

    /** 16 fields. */
    @Versioned("1.0")
    @Polymorphic
    public abstract static class Wide16 extends VersionedObject {
        public abstract String getF01();

        public abstract void setF01(String f01);

        public abstract long getF02();

        public abstract void setF02(long f02);

        public abstract String getF03();

        public abstract void setF03(String f03);

        public abstract long getF04();

        public abstract void setF04(long f04);

        public abstract String getF05();

        public abstract void setF05(String f05);

        public abstract long getF06();

        public abstract void setF06(long f06);

        public abstract String getF07();

        public abstract void setF07(String f07);

        public abstract long getF08();

        public abstract void setF08(long f08);

        public abstract String getF09();

        public abstract void setF09(String f09);

        public abstract long getF10();

        public abstract void setF10(long f10);

        public abstract String getF11();

        public abstract void setF11(String f11);

        public abstract long getF12();

        public abstract void setF12(long f12);

        public abstract String getF13();

        public abstract void setF13(String f13);

        public abstract long getF14();

        public abstract void setF14(long f14);

        public abstract String getF15();

        public abstract void setF15(String f15);

        public abstract long getF16();

        public abstract void setF16(long f16);

        /** What is measured: the object travels there, and another one of the same content back. */
        @Remotable
        public Wide16 echo() {
            return copyOf(this);
        }
    }

    /** 32 fields. */
    @Versioned("1.0")
    public abstract static class Wide32 extends Wide16 {
        public abstract String getF17();

        public abstract void setF17(String f17);

        public abstract long getF18();

        public abstract void setF18(long f18);

        public abstract String getF19();

        public abstract void setF19(String f19);

        public abstract long getF20();

        public abstract void setF20(long f20);

        public abstract String getF21();

        public abstract void setF21(String f21);

        public abstract long getF22();

        public abstract void setF22(long f22);

        public abstract String getF23();

        public abstract void setF23(String f23);

        public abstract long getF24();

        public abstract void setF24(long f24);

        public abstract String getF25();

        public abstract void setF25(String f25);

        public abstract long getF26();

        public abstract void setF26(long f26);

        public abstract String getF27();

        public abstract void setF27(String f27);

        public abstract long getF28();

        public abstract void setF28(long f28);

        public abstract String getF29();

        public abstract void setF29(String f29);

        public abstract long getF30();

        public abstract void setF30(long f30);

        public abstract String getF31();

        public abstract void setF31(String f31);

        public abstract long getF32();

        public abstract void setF32(long f32);
    }

    /** 60 fields. */
    @Versioned("1.0")
    public abstract static class Wide60 extends Wide32 {
        public abstract String getF33();

        public abstract void setF33(String f33);

        public abstract long getF34();

        public abstract void setF34(long f34);

        public abstract String getF35();

        public abstract void setF35(String f35);

        public abstract long getF36();

        public abstract void setF36(long f36);

        public abstract String getF37();

        public abstract void setF37(String f37);

        public abstract long getF38();

        public abstract void setF38(long f38);

        public abstract String getF39();

        public abstract void setF39(String f39);

        public abstract long getF40();

        public abstract void setF40(long f40);

        public abstract String getF41();

        public abstract void setF41(String f41);

        public abstract long getF42();

        public abstract void setF42(long f42);

        public abstract String getF43();

        public abstract void setF43(String f43);

        public abstract long getF44();

        public abstract void setF44(long f44);

        public abstract String getF45();

        public abstract void setF45(String f45);

        public abstract long getF46();

        public abstract void setF46(long f46);

        public abstract String getF47();

        public abstract void setF47(String f47);

        public abstract long getF48();

        public abstract void setF48(long f48);

        public abstract String getF49();

        public abstract void setF49(String f49);

        public abstract long getF50();

        public abstract void setF50(long f50);

        public abstract String getF51();

        public abstract void setF51(String f51);

        public abstract long getF52();

        public abstract void setF52(long f52);

        public abstract String getF53();

        public abstract void setF53(String f53);

        public abstract long getF54();

        public abstract void setF54(long f54);

        public abstract String getF55();

        public abstract void setF55(String f55);

        public abstract long getF56();

        public abstract void setF56(long f56);

        public abstract String getF57();

        public abstract void setF57(String f57);

        public abstract long getF58();

        public abstract void setF58(long f58);

        public abstract String getF59();

        public abstract void setF59(String f59);

        public abstract long getF60();

        public abstract void setF60(long f60);
    }
}
