#ifndef MY_DOCKER_NETWORK_CRABBITMQ_SHIM_H
#define MY_DOCKER_NETWORK_CRABBITMQ_SHIM_H

// librabbitmq moved its headers into a folder of their own with 0.12.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

// amqp_login_with_properties is variadic, and Swift calls no variadic C function. SASL PLAIN takes
// the user and the password, both ended by a zero byte.
static inline amqp_rpc_reply_t my_docker_network_login(
    amqp_connection_state_t state, const char *virtual_host, int channel_max, int frame_max,
    int heartbeat, const amqp_table_t *client_properties, const char *user, const char *password) {
  return amqp_login_with_properties(state, virtual_host, channel_max, frame_max, heartbeat,
                                    client_properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

#endif
