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

#endif
