#!/usr/bin/python3
"""A virtual USB label printer under the real libusb.

The machines that test this product have no USB in their kernel. This program plays the usbfs side of one printer
(interface class 7, protocol 2) with Debian's umockdev, by its public GObject API only, so that the agent's own code,
the real `usb` package and the real libusb run unchanged against it. Faults are switched on by arguments,
environment or commands at run time.

  umockdev-wrapper /usr/bin/python3 vprinter.py [options] -- CMD ARGS...   run CMD with the printer plugged in
  umockdev-wrapper /usr/bin/python3 vprinter.py [options]                  serve until stdin closes

In serve mode it prints one JSON line per event. Commands are JSON lines on stdin or on the unix socket
$VPRINTER_CONTROL; Printer.command() below is their list. Needs umockdev, gir1.2-umockdev-1.0 and python3-gi.
"""
import argparse
import collections
import ctypes
import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback

import gi
gi.require_version('UMockdev', '1.0')
from gi.repository import GLib, UMockdev  # noqa: E402

BUS_DIRECTORY = '/dev/bus/usb/001'
SYSFS_PATH = '/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1'
OUT_ENDPOINT, IN_ENDPOINT = 0x01, 0x82

# USBDEVFS ioctl numbers: the low byte, the type being 'U' (linux/usbdevice_fs.h).
SETINTERFACE, SETCONFIG, GETDRIVER, SUBMITURB, DISCARDURB, REAPURB, REAPURBNDELAY = 4, 5, 8, 10, 11, 12, 13
RESETEP, CLAIM, RELEASE, CONNECTINFO, IOCTL, RESET, CLEAR_HALT, DISCONNECT, CONNECT = 3, 15, 16, 17, 18, 20, 21, 22, 23
GET_CAPS, DISCONNECT_CLAIM, GET_SPEED = 26, 27, 31
NAMES = {value: key for key, value in list(globals().items()) if key.isupper() and isinstance(value, int)}
URB_CONTROL, URB_BULK = 2, 3

# What a current kernel with an xHCI controller reports: ZERO_PACKET, CONTINUATION, NO_PACKET_SIZE_LIM, SG, REAP_AFTER_DISCONNECT.
CAPABILITIES_XHCI = 0x1F
# Port status of the USB printer class: select | not-error, paper-empty | select, select only.
PORT_OK, PORT_PAPER_OUT, PORT_ERROR = 0x18, 0x30, 0x10
F_SETPIPE_SZ = 1031


def little_endian(layout, *values):
    return struct.pack('<' + layout, *values)


class UsbdevfsUrb(ctypes.Structure):
    """struct usbdevfs_urb on 64-bit Linux, 56 bytes."""
    _fields_ = [
        ('type', ctypes.c_ubyte), ('endpoint', ctypes.c_ubyte), ('status', ctypes.c_int), ('flags', ctypes.c_uint),
        ('buffer', ctypes.c_void_p), ('buffer_length', ctypes.c_int), ('actual_length', ctypes.c_int),
        ('start_frame', ctypes.c_int), ('stream_id', ctypes.c_uint), ('error_count', ctypes.c_int),
        ('signr', ctypes.c_uint), ('usercontext', ctypes.c_void_p),
    ]


class Urb:
    __slots__ = ('addr', 'data', 'buf', 'raw', 'bufaddr', 'type', 'ep', 'length', 'done', 'status', 'payload', 'client')


def word(arg):
    return struct.unpack('<Q', bytes(arg.retrieve()))[0]


def resolve(arg, size):
    """The ioctl's argument struct in local memory: (IoctlData, local address).

    IoctlData.retrieve() gives a list of ints, far too slow for a bulk buffer; but resolve() leaves the local
    address in the parent, so the memory can be read through that.
    """
    data = arg.resolve(0, size)
    return data, word(arg)


class Gate:
    """The usbfs node as a one-page FIFO, so that poll(POLLOUT) in the client is true only when an URB is ready to reap."""

    def __init__(self, path):
        os.mkfifo(path, 0o666)
        os.chmod(path, 0o666)
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.fcntl(self.fd, F_SETPIPE_SZ, 4096)
        os.write(self.fd, b'x')
        self.is_open = False

    def set(self, ready):
        if ready == self.is_open:
            return
        if ready:
            os.read(self.fd, 1)
        else:
            os.write(self.fd, b'x')
        self.is_open = ready

    def close(self):
        os.close(self.fd)


class Printer(UMockdev.IoctlBase):
    def __init__(self, options):
        super().__init__()
        self.options = options
        self.lock = threading.RLock()
        self.out = open(options.capture, 'wb', buffering=0)
        self.accepted = 0
        self.pieces = []
        self.rate, self.tokens, self.stamp, self.timer = options.rate, 0.0, 0.0, 0
        self.port_status, self.status_override = PORT_OK, None
        self.halted = set()
        self.fault, self.paper_ends_at, self.control_hang, self.silent = None, None, False, False
        self.gone = False
        self.paper_log = []                                   # [accepted bytes, out?]: where in the stream the paper ended and came back
        self.out_queue, self.in_queue, self.control_queue = collections.deque(), collections.deque(), collections.deque()
        self.ready = collections.OrderedDict()
        self.in_data, self.tail = bytearray(), b''
        self.claims, self.driver, self.clients = {}, options.kernel_driver, set()
        self.plug_of = {}                                     # which plugging-in a client has opened: a node that was removed stays dead
        self.gate, self.devnum, self.node, self.testbed = None, 1, None, None
        self.counters = collections.Counter()

    # Life of the device

    def plug(self, mode=None, foreign=False):
        with self.lock:
            self.devnum += 1
            self.gone = False
            self.fault = None
            for collection in (self.halted, self.claims, self.out_queue, self.in_queue, self.control_queue, self.ready, self.in_data):
                collection.clear()
            self.node = '%s/%03d' % (BUS_DIRECTORY, self.devnum)
            path = self.testbed.get_root_dir() + self.node
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if self.gate:
                self.gate.close()
            self.gate = Gate(path)
            if mode is not None:
                os.chmod(path, int(mode, 8))
            if foreign:
                self.claims[0] = 'foreign'
        self.testbed.attach_ioctl(self.node, self)            # before the uevent: a client may open at once
        self.testbed.add_from_string(self.describe())         # sends the 'add' uevent, since this process is preloaded too

    def describe(self):
        o = self.options
        device = little_endian('BBHBBBBHHHBBBB', 18, 1, 0x0200, 0, 0, 0, 64, o.vid, o.pid, 0x0100, 1, 2, 3, 1)
        endpoints = little_endian('BBBBHB', 7, 5, OUT_ENDPOINT, 2, 512, 0) + little_endian('BBBBHB', 7, 5, IN_ENDPOINT, 2, 512, 0)
        interface = little_endian('BBBBBBBBB', 9, 4, 0, 0, 2, 7, 1, 2, 0)
        configuration = little_endian('BBHBBBBB', 9, 2, 9 + len(interface) + len(endpoints), 1, 1, 0, 0xC0, 0)
        return f"""P: {SYSFS_PATH.removeprefix('/sys')}
E: DEVNAME=bus/usb/001/{self.devnum:03d}
E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
E: MAJOR=189
E: MINOR={self.devnum - 1}
E: BUSNUM=001
E: DEVNUM={self.devnum:03d}
A: dev=189:{self.devnum - 1}
A: busnum=1\\n
A: devnum={self.devnum}\\n
A: speed=480\\n
A: bConfigurationValue=1\\n
A: idVendor={o.vid:04x}\\n
A: idProduct={o.pid:04x}\\n
A: manufacturer={o.manufacturer}\\n
A: product={o.product}\\n
A: serial={o.serial}\\n
H: descriptors={(device + configuration + interface + endpoints).hex().upper()}
"""

    def queues(self):
        return (self.out_queue, self.in_queue, self.control_queue)

    def unplug(self):
        with self.lock:
            if self.gone:
                return
            self.gone = True
            for queue in self.queues():
                while queue:
                    self.finish(queue.popleft(), -errno.ESHUTDOWN)
            self.update_gate()
        GLib.idle_add(self.remove)

    def remove(self):
        self.testbed.uevent(SYSFS_PATH, 'remove')
        self.testbed.detach_ioctl(self.node)
        self.testbed.remove_device(SYSFS_PATH)
        try:
            os.unlink(self.testbed.get_root_dir() + self.node)
        except FileNotFoundError:
            pass                                              # the testbed removed it already
        return False

    # The URB machine; the lock is held throughout

    def finish(self, urb, status):
        urb.status = status
        self.ready[urb.addr] = urb
        self.counters['done'] += 1

    def update_gate(self):
        if self.gate:
            self.gate.set(bool(self.ready))

    def take(self, chunk):
        self.out.write(chunk)
        self.accepted += len(chunk)
        if self.options.timings:
            self.pieces.append([time.monotonic(), len(chunk)])
        if self.paper_ends_at is not None and self.accepted >= self.paper_ends_at:
            self.paper_log.append([self.paper_ends_at, True])
            self.paper_ends_at = None
            self.port_status = PORT_PAPER_OUT
        data = self.tail + chunk
        for command, reply in ((b'\x1b!?', self.tspl_status), (b'~HQES', self.zpl_status), (b'~HI', self.zpl_identification)):
            at = data.find(command)
            while at >= 0:
                if at + len(command) > len(self.tail) and not self.silent:
                    self.in_data += reply()
                at = data.find(command, at + 1)
        self.tail = data[-31:]

    def tspl_status(self):
        if 'TSPL' not in self.speaks():
            return b''
        if self.status_override is not None:
            return bytes([self.status_override])
        return b'\x04' if self.port_status & 0x20 else b'\x00'

    def speaks(self):
        return self.options.device_id if self.options.speaks is None else self.options.speaks

    def zpl_identification(self):
        return b'\x02ZD421-300dpi,V93.21.17Z,12,8176KB,X\x03' if 'ZPL' in self.speaks() else b''

    def zpl_status(self):
        if 'ZPL' not in self.speaks():
            return b''
        error = self.status_override if self.status_override is not None else (1 if self.port_status & 0x20 else 0)
        return b'\x02\r\n\r\nPRINTER STATUS\r\nERRORS:         %d 00000000 %08X\r\nWARNINGS:       0 00000000 00000000\r\n\x03' % (1 if error else 0, error)

    def advance(self):
        now = time.monotonic()
        if self.rate:
            self.tokens = min(self.tokens + (now - self.stamp) * self.rate, max(self.rate * 0.05, 1))
            self.stamp = now
        while self.out_queue:
            urb = self.out_queue[0]
            if urb.ep in self.halted:
                self.finish(self.out_queue.popleft(), -errno.EPIPE)
                continue
            count = urb.length - urb.done
            if self.rate:
                count = min(count, int(self.tokens))
            fault = self.fault
            if fault:
                count = min(count, max(0, fault['at'] - self.accepted))
            if count > 0:
                self.take(urb.payload[urb.done:urb.done + count])
                urb.done += count
                self.tokens -= count
            if urb.done == urb.length:
                self.finish(self.out_queue.popleft(), 0)
                continue
            if not fault or self.accepted < fault['at'] or fault['kind'] == 'hang':
                break
            self.fault = None
            if fault['kind'] == 'unplug':
                self.unplug()
                return
            self.out_queue.popleft()
            if fault['kind'] == 'stall':
                self.halted.add(urb.ep)
            self.finish(urb, {'stall': -errno.EPIPE, 'short': 0, 'error': -errno.EPROTO}[fault['kind']])
        while self.in_queue and (self.in_data or self.in_queue[0].ep in self.halted):
            urb = self.in_queue.popleft()
            if urb.ep in self.halted:
                self.finish(urb, -errno.EPIPE)
                continue
            urb.payload = bytes(self.in_data[:urb.length])
            del self.in_data[:urb.length]
            urb.done = len(urb.payload)
            self.finish(urb, 0)
        self.update_gate()
        if self.rate and self.out_queue and not self.timer:
            self.timer = GLib.timeout_add(5, self.tick)

    def tick(self):
        with self.lock:
            self.advance()
            if self.rate and self.out_queue:
                return True
            self.timer = 0
            return False

    def submit(self, client, arg):
        urb = Urb()
        urb.client, urb.done, urb.status, urb.payload = client, 0, 0, b''
        urb.data, at = resolve(arg, 56)
        urb.raw = UsbdevfsUrb.from_address(at)
        urb.addr = urb.data.client_addr
        urb.type, urb.ep, urb.length = urb.raw.type, urb.raw.endpoint, urb.raw.buffer_length
        urb.buf = urb.data.resolve(16, urb.length) if urb.length else None
        urb.bufaddr = urb.raw.buffer if urb.length else 0     # local, now that it is resolved
        self.counters['urb'] += 1
        if urb.type == URB_CONTROL:
            self.control(urb)
        elif urb.type == URB_BULK:
            if self.claims.get(0) is not client:              # the kernel claims by itself, or says EBUSY
                if 0 in self.claims or self.driver:
                    return -1, errno.EBUSY
                self.claims[0] = client
            if urb.ep not in (OUT_ENDPOINT, IN_ENDPOINT):
                return -1, errno.ENOENT
            if urb.ep & 0x80:
                self.in_queue.append(urb)
            else:
                urb.payload = ctypes.string_at(urb.bufaddr, urb.length) if urb.length else b''
                if not self.out_queue:
                    self.stamp = time.monotonic()
                self.out_queue.append(urb)
            self.advance()
        else:
            return -1, errno.EINVAL
        self.update_gate()
        return 0, 0

    def control(self, urb):
        request_type, request, value, index, length = struct.unpack('<BBHHH', ctypes.string_at(urb.bufaddr, 8))
        if self.control_hang:
            self.control_queue.append(urb)
            return
        reply = self.control_reply(request_type, request, value, index)
        if reply is None:
            self.finish(urb, -errno.EPIPE)
            return
        if request_type & 0x80:
            urb.payload = reply[:length]
            urb.done = len(urb.payload)
            if urb.payload:
                ctypes.memmove(urb.bufaddr + 8, urb.payload, urb.done)
        else:
            urb.done = length
        self.finish(urb, 0)

    def control_reply(self, request_type, request, value, index):
        kind = (request_type, request)
        if kind == (0xA1, 0):                                 # GET_DEVICE_ID: big-endian length that counts itself
            text = self.options.device_id.encode()
            return struct.pack('>H', len(text) + 2) + text
        if kind == (0xA1, 1):                                 # GET_PORT_STATUS
            return bytes([self.port_status])
        if kind in ((0x21, 2), (0x23, 2)):                    # SOFT_RESET: class 1.1 says 0x21, class 1.0 0x23
            self.halted.clear()
            self.in_data.clear()
            self.counters['soft_reset'] += 1
            return b''
        if kind == (0x80, 6) and value >> 8 == 3:             # GET_DESCRIPTOR, string
            if value & 255 == 0:
                return bytes([4, 3, 9, 4])
            text = {1: self.options.manufacturer, 2: self.options.product, 3: self.options.serial}.get(value & 255)
            if text is None:
                return None
            encoded = text.encode('utf-16le')
            return bytes([len(encoded) + 2, 3]) + encoded
        if kind == (0x02, 1) and value == 0:                  # CLEAR_FEATURE, ENDPOINT_HALT
            self.halted.discard(index & 0xFF)
            return b''
        return b'\x01\x00' if kind == (0x80, 0) else None

    def reap(self, client, arg):
        for addr, urb in self.ready.items():
            if urb.client is client:
                break
        else:
            return -1, (errno.ENODEV if self.gone or self.plug_of.get(client, self.devnum) != self.devnum else errno.EAGAIN)
        del self.ready[addr]
        self.update_gate()
        if urb.ep & 0x80 and urb.type == URB_BULK and urb.payload:
            ctypes.memmove(urb.bufaddr, urb.payload, urb.done)
        urb.raw.status = urb.status
        urb.raw.actual_length = urb.done
        arg.resolve(0, 8).set_ptr(0, urb.data)
        return 0, 0

    def discard(self, client, pointer):
        for queue in self.queues():
            for urb in queue:
                if urb.addr == pointer and urb.client is client:
                    queue.remove(urb)
                    self.finish(urb, -errno.ENOENT)
                    self.advance()
                    return 0, 0
        return -1, (errno.ENODEV if self.gone else errno.EINVAL)

    # The ioctl entry, called in umockdev's worker thread

    def do_client_connected(self, client):
        with self.lock:
            self.prune()
            self.clients.add(client)
            self.plug_of[client] = self.devnum

    def prune(self):
        """Forget clients that closed the node or died.

        umockdev 0.17.16 never emits client_vanished or notify::connected (GIOStream does not notify 'closed'),
        but the property itself is right, so look at it.
        """
        # An ioctl that was under way when its client was killed may claim after the client was forgotten: owners are looked at, too.
        owners = {owner for owner in self.claims.values() if owner != 'foreign'}
        self.forget([c for c in self.clients | owners if not c.get_connected()])
        self.update_gate()
        return True

    def forget(self, clients):
        for client in list(clients):
            self.clients.discard(client)
            self.plug_of.pop(client, None)
            for key in [k for k, owner in self.claims.items() if owner is client]:
                del self.claims[key]
            for queue in self.queues():
                for urb in [u for u in queue if u.client is client]:
                    queue.remove(urb)
            for addr in [a for a, u in self.ready.items() if u.client is client]:
                del self.ready[addr]

    def prune_timer(self):
        with self.lock:
            return self.prune()

    def do_handle_ioctl(self, client):
        request = client.get_request() & 0xFFFFFFFF
        if (request >> 8) & 0xFF != ord('U'):
            return False
        try:
            with self.lock:
                result, error = self.ioctl(request & 0xFF, client, client.get_arg())
        except GLib.Error:
            result, error = -1, errno.EIO                     # the client died in the middle of this ioctl
        except Exception:
            traceback.print_exc()
            result, error = -1, errno.EIO
        if self.options.trace and (request & 0xFF != REAPURBNDELAY or result == 0):
            print('vprinter:', NAMES.get(request & 0xFF, request & 0xFF), result, error, file=sys.stderr)
        client.complete(result, error)
        return True

    def ioctl(self, number, client, arg):
        self.counters[number] += 1
        if number in (CLAIM, DISCONNECT_CLAIM, GETDRIVER):
            self.prune()
        if number in (REAPURB, REAPURBNDELAY):
            return self.reap(client, arg)
        if number == DISCARDURB:
            return self.discard(client, word(arg))
        if self.gone or self.plug_of.get(client, self.devnum) != self.devnum:
            return -1, errno.ENODEV
        if number == SUBMITURB:
            return self.submit(client, arg)
        if number in (CLAIM, DISCONNECT_CLAIM, RELEASE, GETDRIVER, IOCTL):
            return self.ownership(number, client, arg)
        if number == GET_CAPS:
            arg.resolve(0, 4).update(0, little_endian('I', self.options.capabilities))
            return 0, 0
        if number in (CLEAR_HALT, RESETEP):
            self.halted.discard(ctypes.c_uint.from_address(resolve(arg, 4)[1]).value & 0xFF)
            return 0, 0
        if number == RESET:
            self.halted.clear()
            self.in_data.clear()
            for queue in self.queues():
                while queue:
                    self.finish(queue.popleft(), -errno.ENOENT)
            self.update_gate()
            return 0, 0
        if number in (SETINTERFACE, SETCONFIG):
            return 0, 0
        if number == GET_SPEED:
            return 3, 0
        if number == CONNECTINFO:
            arg.resolve(0, 8).update(0, little_endian('IB', self.devnum, 0))
            return 0, 0
        return -1, errno.ENOTTY

    def ownership(self, number, client, arg):
        if number == GETDRIVER:
            driver = self.driver or ('usbfs' if 0 in self.claims else None)
            if not driver:
                return -1, errno.ENODATA
            arg.resolve(0, 260).update(4, driver.encode() + b'\0')
            return 0, 0
        if number == DISCONNECT_CLAIM:
            if 0 in self.claims and self.claims[0] is not client:
                return -1, errno.EBUSY
            self.driver = None
            self.claims[0] = client
            return 0, 0
        if number == IOCTL:
            _interface, code = struct.unpack('<iI', ctypes.string_at(resolve(arg, 16)[1], 8))
            if code & 0xFF == DISCONNECT:
                if not self.driver:
                    return -1, errno.ENODATA
                self.driver = None
                return 0, 0
            if code & 0xFF == CONNECT:
                if self.driver:
                    return -1, errno.EBUSY
                self.driver = self.options.kernel_driver
                return (1, 0) if self.driver else (-1, errno.ENODATA)
            return -1, errno.ENOTTY
        interface = ctypes.c_uint.from_address(resolve(arg, 4)[1]).value
        if number == CLAIM:
            if interface != 0:
                return -1, errno.ENOENT
            if self.driver or self.claims.get(0, client) is not client:
                return -1, errno.EBUSY
            self.claims[0] = client
            return 0, 0
        if self.claims.get(interface) is not client:          # RELEASE
            return -1, errno.EINVAL
        del self.claims[interface]
        return 0, 0

    # The control plane

    def state(self):
        self.prune()
        return dict(
            accepted=self.accepted, paper=self.paper_log, pending=len(self.out_queue), gone=self.gone, portStatus=self.port_status,
            halted=sorted(self.halted), clients=len(self.clients), claimed=0 in self.claims, devnum=self.devnum,
            driver=self.driver, counters={NAMES.get(n, str(n)): v for n, v in self.counters.items()})

    def command(self, c):
        kind = c.get('cmd')
        if kind == 'plug':                                    # {mode, foreign}: as it is from the first moment
            self.plug(c.get('mode'), c.get('foreign', False))
            return {}
        with self.lock:
            if kind == 'state':
                return self.state()
            elif kind == 'paper':                             # {out}
                self.port_status = PORT_PAPER_OUT if c.get('out', True) else PORT_OK
                self.paper_log.append([self.accepted, c.get('out', True)])
            elif kind == 'paperAfter':                        # {bytes}: the paper ends within what is being written
                self.paper_ends_at = self.accepted + c['bytes']
            elif kind == 'portStatus':                        # {value}
                self.port_status = c['value']
            elif kind == 'status':                            # {value}: answer of ESC!? or ~HQES, null for what the port says
                self.status_override = c['value']
            elif kind == 'silent':                            # {on}: status requests get no answer
                self.silent = c.get('on', True)
            elif kind == 'fault':                             # {kind: stall|hang|unplug|short|error, after}
                self.fault = dict(kind=c['kind'], at=self.accepted + c.get('after', 0))
                self.advance()
            elif kind == 'controlHang':                       # {on}
                self.control_hang = c.get('on', True)
            elif kind == 'clear':
                self.fault, self.paper_ends_at, self.control_hang, self.silent, self.rate = None, None, False, False, 0
                self.halted.clear()
                self.port_status, self.status_override = PORT_OK, None
                self.paper_log.append([self.accepted, False])
                self.advance()
            elif kind == 'rate':                              # {value}: bytes per second, 0 for no limit
                self.rate, self.stamp, self.tokens = c['value'], time.monotonic(), 0
                self.advance()
            elif kind == 'reply':                             # {hex}: bytes for the IN endpoint
                self.in_data += bytes.fromhex(c['hex'])
                self.advance()
            elif kind == 'truncate':
                self.out.seek(0)
                self.out.truncate(0)
            elif kind == 'unplug':
                self.unplug()
            elif kind == 'timings':                           # what was accepted since the last time, [seconds, bytes]
                pieces, self.pieces = self.pieces, []
                return dict(pieces=pieces)
            elif kind == 'clientsDied':                       # a kernel closes the nodes of a killed process; umockdev may not notice
                self.forget(self.clients | {owner for owner in self.claims.values() if owner != 'foreign'})
            elif kind == 'foreignClaim':                      # {on}: another program has the interface
                if c.get('on', True):
                    self.claims.setdefault(0, 'foreign')
                elif self.claims.get(0) == 'foreign':
                    del self.claims[0]
            elif kind == 'mode':                              # {value}: octal, for EACCES in a client that is not root
                os.chmod(self.testbed.get_root_dir() + self.node, int(c['value'], 8))
            else:
                raise ValueError('unknown command %r' % kind)
        return {}


def parse_arguments():
    environment = os.environ.get
    number = lambda text: int(text, 0)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--capture', default=environment('VPRINTER_CAPTURE', 'captured.bin'), help='file that receives every accepted byte')
    parser.add_argument('--device-id', default='MFG:TSC;CMD:TSPL;MDL:TE210;CLS:PRINTER;', help='IEEE 1284 device id')
    parser.add_argument('--speaks', help='the languages it answers in, where the device id does not tell them')
    parser.add_argument('--vid', type=number, default=0x1203)
    parser.add_argument('--pid', type=number, default=0x0272)
    parser.add_argument('--manufacturer', default='TSC')
    parser.add_argument('--product', default='TE210')
    parser.add_argument('--serial', default='VP000001')
    parser.add_argument('--kernel-driver', default=environment('VPRINTER_KERNEL_DRIVER') or None, help='a driver already bound, e.g. usblp')
    parser.add_argument('--capabilities', type=number, default=CAPABILITIES_XHCI)
    parser.add_argument('--rate', type=int, default=int(environment('VPRINTER_RATE', '0')), help='bytes per second, 0 for no limit')
    parser.add_argument('--fault', default=environment('VPRINTER_FAULT', ''), help='stall|hang|unplug|short|error[@BYTES], paper-out, control-hang')
    parser.add_argument('--trace', action='store_true')
    parser.add_argument('--timings', action='store_true', help='note when each piece was accepted')
    parser.add_argument('--unplugged', action='store_true', help='start without the printer; the command plug connects it')
    parser.add_argument('cmd', nargs='*')
    return parser.parse_args()


def apply_first_fault(printer, fault):
    if fault == 'paper-out':
        printer.command(dict(cmd='paper'))
    elif fault == 'control-hang':
        printer.command(dict(cmd='controlHang'))
    elif fault:
        kind, _, count = fault.partition('@')
        printer.command(dict(cmd='fault', kind=kind, after=int(count or 0)))


def read_commands(printer, fd, answer, on_end):
    """Answers each JSON line that arrives on fd, in order."""
    rest = [b'']

    def arrived(_fd, _condition):
        data = os.read(fd, 65536)
        if not data:
            on_end()
            return False
        rest[0] += data
        while b'\n' in rest[0]:
            line, _, rest[0] = rest[0].partition(b'\n')
            if not line.strip():
                continue
            try:
                command = json.loads(line)
                reply = dict(printer.command(command), ok=True, id=command.get('id'))
            except Exception as error:
                reply = dict(ok=False, error=repr(error))
            answer((json.dumps(reply) + '\n').encode())
        return True

    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, fd, GLib.IOCondition.IN | GLib.IOCondition.HUP, arrived)


def main():
    options = parse_arguments()
    testbed = UMockdev.Testbed.new()
    root = testbed.get_root_dir()
    testbed.add_from_string(ROOT_HUB)
    printer = Printer(options)
    printer.testbed = testbed
    if not options.unplugged:
        printer.plug()
    apply_first_fault(printer, options.fault)
    GLib.timeout_add(100, printer.prune_timer)
    loop = GLib.MainLoop()

    control = root + '/control.sock'
    server = socket.socket(socket.AF_UNIX)
    server.bind(control)
    server.listen(8)

    def accept(_fd, _condition):
        connection, _ = server.accept()
        read_commands(printer, connection.fileno(), connection.sendall, connection.close)
        return True

    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, server.fileno(), GLib.IOCondition.IN, accept)
    environment = dict(UMOCKDEV_DIR=root, LD_PRELOAD='libumockdev-preload.so.0', VPRINTER_CONTROL=control)
    status, child = 0, None

    def stop():                                               # the client goes first: an ioctl after our end aborts it
        nonlocal status
        if child and child.poll() is None:
            child.terminate()
            status = 143
        else:
            loop.quit()
        return True

    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, number, stop)

    if options.cmd:
        child = subprocess.Popen(options.cmd, env=dict(os.environ, **environment))

        def ended(_pid, wait_status):
            nonlocal status
            status = os.waitstatus_to_exitcode(wait_status)
            loop.quit()

        GLib.child_watch_add(GLib.PRIORITY_DEFAULT, child.pid, ended)
    else:
        def answer(line):
            sys.stdout.buffer.write(line)
            sys.stdout.flush()

        answer((json.dumps(dict(event='ready', env=environment)) + '\n').encode())
        read_commands(printer, 0, answer, loop.quit)
    loop.run()
    if options.trace:
        print('vprinter:', printer.command(dict(cmd='state')), file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    shutil.rmtree(root, ignore_errors=True)
    os._exit(status if status >= 0 else 128 - status)


HUB_DESCRIPTORS = '12010002090001406B1D020006020302010109021900010100E0000904000001090000000705810304000C'
ROOT_HUB = f"""P: /devices/pci0000:00/0000:00:14.0/usb1
N: bus/usb/001/001={HUB_DESCRIPTORS}
E: DEVNAME=bus/usb/001/001
E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
E: MAJOR=189
E: MINOR=0
E: BUSNUM=001
E: DEVNUM=001
A: busnum=1\\n
A: devnum=1\\n
A: speed=480\\n
A: bConfigurationValue=1\\n
H: descriptors={HUB_DESCRIPTORS}
"""

if __name__ == '__main__':
    main()
